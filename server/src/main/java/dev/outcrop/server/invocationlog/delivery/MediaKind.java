package dev.outcrop.server.invocationlog.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the data in a body is, when it is no text.
 *
 * <p>Families name their pictures in a dozen ways, so that data is known by what it begins with, as pictures in requests
 * are; and, where formats have no mark, by the member that holds it.
 */
enum MediaKind {
    IMAGE, VIDEO, AUDIO;

    /** Shorter texts are no pictures. */
    private static final int SHORTEST = 32;

    private static final Set<String> DATA = Set.of("bytes", "data", "base64");
    private static final Map<String, MediaKind> HOLDERS = Map.of(
            "image", IMAGE, "images", IMAGE, "inputImage", IMAGE, "maskImage", IMAGE, "conditionImage", IMAGE,
            "video", VIDEO, "audio", AUDIO, "input_audio", AUDIO);

    /**
     * The kind of a string's data, or null for a text.
     *
     * @param member the name of the member that the string is the value of, or that its array is
     * @param holder the nearest name above that is a key of {@link #HOLDERS}, or empty
     */
    static @Nullable MediaKind of(String value, String member, String holder) {
        if (value.startsWith("data:")) {
            return ofType(value.substring(5, Math.min(value.length(), 11)));
        }
        if (value.length() < SHORTEST) {
            return null;
        }
        MediaKind begun = ofFirstBytes(value);
        if (begun != null) {
            return begun;
        }
        MediaKind held = HOLDERS.get(holder);
        return held != null && (DATA.contains(member) || holder.equals(member)) && isBase64(value) ? held : null;
    }

    static boolean holds(String member) {
        return HOLDERS.containsKey(member);
    }

    private static @Nullable MediaKind ofType(String mediaType) {
        if (mediaType.startsWith("image/")) {
            return IMAGE;
        }
        if (mediaType.startsWith("video/")) {
            return VIDEO;
        }
        return mediaType.startsWith("audio/") ? AUDIO : null;
    }

    private static @Nullable MediaKind ofFirstBytes(String value) {
        byte[] first;
        try {
            first = Base64.getDecoder().decode(value.substring(0, 16));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String begin = new String(first, StandardCharsets.ISO_8859_1);
        if (begin.startsWith("\u0089PNG") || begin.startsWith("\u00ff\u00d8\u00ff") || begin.startsWith("GIF8")) {
            return IMAGE;
        }
        if (begin.startsWith("RIFF")) {
            return begin.startsWith("WEBP", 8) ? IMAGE : AUDIO;
        }
        if (begin.startsWith("ftyp", 4)) {
            return VIDEO;
        }
        return begin.startsWith("ID3") || begin.startsWith("OggS") || begin.startsWith("fLaC") ? AUDIO : null;
    }

    private static boolean isBase64(String value) {
        for (int i = 0; i < SHORTEST; i++) {
            char c = value.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '+' && c != '/'
                    && c != '=') {
                return false;
            }
        }
        return true;
    }
}
