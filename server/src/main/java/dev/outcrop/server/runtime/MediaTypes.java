package dev.outcrop.server.runtime;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Which content types mean JSON. */
final class MediaTypes {

    private MediaTypes() {}

    /**
     * Whether a body of this type is read as JSON. Beside {@link #isUnnamedOrJson}, {@code
     * application/x-www-form-urlencoded} is what curl sends.
     */
    static boolean isJson(@Nullable String contentType) {
        return isUnnamedOrJson(contentType) || type(contentType).equals("application/x-www-form-urlencoded");
    }

    /**
     * Whether the type is JSON or what SDKs send when their caller names none, which means JSON: absent (Python, the AWS
     * CLI), {@code application/octet-stream} (JavaScript) and {@code *}{@code /*}.
     */
    static boolean isUnnamedOrJson(@Nullable String contentType) {
        return switch (type(contentType)) {
            case "", "application/json", "application/octet-stream", "*/*" -> true;
            default -> false;
        };
    }

    /** In lower case and without parameters; empty when absent. */
    private static String type(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
