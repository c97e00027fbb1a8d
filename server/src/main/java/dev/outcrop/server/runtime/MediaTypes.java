package dev.outcrop.server.runtime;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Which content types mean JSON. */
final class MediaTypes {

    private MediaTypes() {}

    /**
     * Whether a body of this type is read as JSON. Absent, {@code application/octet-stream} and {@code *}{@code /*} are what
     * SDKs send when their caller names no type, {@code application/x-www-form-urlencoded} is what curl sends.
     */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "", "application/json", "application/octet-stream", "application/x-www-form-urlencoded", "*/*" -> true;
            default -> false;
        };
    }
}
