package dev.outcrop.wire.bind;

import java.util.Locale;

import dev.outcrop.wire.error.NotAcceptableException;
import dev.outcrop.wire.error.UnsupportedMediaTypeException;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The media types of requests and answers, as far as the protocol fixes them.
 *
 * <p>Where an operation models the header as a member, its values are the operation's business: nothing is refused here.
 */
final class MediaTypes {
    static final String JSON = "application/json";
    static final String PLAIN_TEXT = "text/plain";

    private MediaTypes() {}

    /** Whether the operation reads this header itself. */
    static boolean isModelled(String header, Shape.Structure input) {
        for (Member member : input.members()) {
            if (member.location() == Member.Location.HEADER && member.wireName().equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    /** @throws UnsupportedMediaTypeException when the body is compressed or not of the type; an empty body is of any */
    static void requireContent(HeaderSource headers, byte[] body, String type) {
        requireIdentity(headers);
        if (body.length > 0 && !bare(headers.get("Content-Type")).equals(type)) {
            throw new UnsupportedMediaTypeException("The content type must be " + type + ".");
        }
    }

    /** @throws UnsupportedMediaTypeException when the body is compressed */
    static void requireIdentity(HeaderSource headers) {
        String encoding = headers.get("Content-Encoding");
        if (encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw new UnsupportedMediaTypeException("Unsupported Content-Encoding: " + Excerpt.of(encoding));
        }
    }

    /** @throws NotAcceptableException when the output has one type and the caller accepts others only */
    static void requireAcceptable(HeaderSource headers, Shape.@Nullable Structure output) {
        String accept = headers.get("Accept");
        String type = accept == null || accept.isBlank() ? null : typeOf(output);
        if (accept == null || type == null) {
            return;
        }
        String family = type.substring(0, type.indexOf('/')) + "/*";
        for (String range : accept.split(",")) {
            String bare = bare(range);
            if (bare.equals(type) || bare.equals(family) || bare.equals("*/*")) {
                return;
            }
        }
        throw new NotAcceptableException("The operation answers in " + type + ".");
    }

    /** Null when an answer has no body or may have any type. */
    private static @Nullable String typeOf(Shape.@Nullable Structure output) {
        if (output == null) {
            return null;
        }
        if (output.payload() == null) {
            return JSON;
        }
        return switch (output.member(output.payload()).orElseThrow().shape()) {
            case Shape.Text text -> PLAIN_TEXT;
            case Shape.Blob blob -> null;
            case Shape.Structure stream when stream.eventStream() -> null;
            default -> JSON;
        };
    }

    /** A media type without its parameters, in lower case. */
    private static String bare(@Nullable String type) {
        if (type == null) {
            return "";
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
