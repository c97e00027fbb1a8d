package dev.outcrop.families.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a picture say of it: enough to refuse a wrong type, or one that would take gigabytes to
 * unpack. Formats: PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918-1), GIF89a, WebP (RFC 9649).
 *
 * @param mediaType such as {@code image/png}
 * @param width in pixels
 * @param height in pixels
 */
public record ImageHeader(String mediaType, int width, int height) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** The header of a file of one of the four formats, or null. Takes time linear in the file, and no memory. */
    public static @Nullable ImageHeader of(byte[] file) {
        if (file.length >= 24 && Arrays.equals(PNG, 0, PNG.length, file, 0, PNG.length)) {
            return header("image/png", big(file, 16, 4), big(file, 20, 4));
        }
        if (file.length >= 10 && (is(file, 0, "GIF87a") || is(file, 0, "GIF89a"))) {
            return header("image/gif", little(file, 6, 2), little(file, 8, 2));
        }
        if (file.length >= 30 && is(file, 0, "RIFF") && is(file, 8, "WEBP")) {
            return webp(file);
        }
        return file.length >= 4 && big(file, 0, 2) == 0xFFD8 ? jpeg(file) : null;
    }

    private static @Nullable ImageHeader webp(byte[] file) {
        if (is(file, 12, "VP8 ")) {
            return header("image/webp", little(file, 26, 2) & 0x3FFF, little(file, 28, 2) & 0x3FFF);
        }
        if (is(file, 12, "VP8L")) {
            long bits = little(file, 21, 4);
            return header("image/webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }
        return is(file, 12, "VP8X") ? header("image/webp", little(file, 24, 3) + 1, little(file, 27, 3) + 1) : null;
    }

    /** Skips segments up to the frame header, which is any of SOF0 to SOF15 but the tables that share its numbers. */
    private static @Nullable ImageHeader jpeg(byte[] file) {
        int at = 2;
        while (at + 9 <= file.length && (file[at] & 0xFF) == 0xFF) {
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
            } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                return header("image/jpeg", big(file, at + 7, 2), big(file, at + 5, 2));
            } else {
                at += 2 + (int) Math.max(2, big(file, at + 2, 2));
            }
        }
        return null;
    }

    private static @Nullable ImageHeader header(String mediaType, long width, long height) {
        boolean sane = width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
        return sane ? new ImageHeader(mediaType, (int) width, (int) height) : null;
    }

    private static boolean is(byte[] file, int at, String text) {
        byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(expected, 0, expected.length, file, at, at + expected.length);
    }

    private static long big(byte[] file, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (file[at + i] & 0xFF);
        }
        return value;
    }

    private static long little(byte[] file, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (file[at + i] & 0xFF);
        }
        return value;
    }
}
