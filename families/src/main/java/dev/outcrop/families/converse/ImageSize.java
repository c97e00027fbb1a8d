package dev.outcrop.families.converse;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Width and height of a picture in pixels, read from the head of its file: no pixel is decoded. Formats: PNG (ISO/IEC
 * 15948), GIF89a, JPEG (ITU-T T.81, annex B), WebP container (RFC 9649).
 */
record ImageSize(int width, int height) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xDA;

    /** The size, or null when the bytes do not begin like a file of this format. */
    static @Nullable ImageSize of(String format, byte[] bytes) {
        return switch (format) {
            case "png" -> png(bytes);
            case "gif" -> gif(bytes);
            case "jpeg" -> jpeg(bytes);
            case "webp" -> webp(bytes);
            default -> null;
        };
    }

    private static @Nullable ImageSize png(byte[] bytes) {
        if (bytes.length < 24) {
            return null;
        }
        for (int i = 0; i < PNG.length; i++) {
            if (bytes[i] != PNG[i]) {
                return null;
            }
        }
        return positive(big32(bytes, 16), big32(bytes, 20));
    }

    private static @Nullable ImageSize gif(byte[] bytes) {
        return bytes.length >= 10 && starts(bytes, 0, "GIF8")
                ? positive(little16(bytes, 6), little16(bytes, 8))
                : null;
    }

    /** The first frame header; segments before it are skipped by their lengths. */
    private static @Nullable ImageSize jpeg(byte[] bytes) {
        if (bytes.length < 4 || big16(bytes, 0) != START_OF_IMAGE) {
            return null;
        }
        int at = 2;
        while (at + 9 < bytes.length) {
            if ((bytes[at] & 0xFF) != 0xFF) {
                return null;
            }
            int marker = bytes[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
            } else if (isFrame(marker)) {
                return positive(big16(bytes, at + 7), big16(bytes, at + 5));
            } else if (marker == START_OF_SCAN) {
                return null;
            } else {
                at += 2 + Math.max(2, big16(bytes, at + 2));
            }
        }
        return null;
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC, which share their range. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static @Nullable ImageSize webp(byte[] bytes) {
        if (bytes.length < 30 || !starts(bytes, 0, "RIFF") || !starts(bytes, 8, "WEBP")) {
            return null;
        }
        return switch (new String(bytes, 12, 4, StandardCharsets.ISO_8859_1)) {
            case "VP8 " -> positive(little16(bytes, 26) & 0x3FFF, little16(bytes, 28) & 0x3FFF);
            case "VP8L" -> {
                int bits = little16(bytes, 21) | (little16(bytes, 23) << 16);
                yield positive((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
            }
            case "VP8X" ->
                positive(
                        (little16(bytes, 24) | ((bytes[26] & 0xFF) << 16)) + 1,
                        (little16(bytes, 27) | ((bytes[29] & 0xFF) << 16)) + 1);
            default -> null;
        };
    }

    private static @Nullable ImageSize positive(int width, int height) {
        return width > 0 && height > 0 ? new ImageSize(width, height) : null;
    }

    private static boolean starts(byte[] bytes, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int big16(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    private static int big32(byte[] bytes, int at) {
        return (big16(bytes, at) << 16) | big16(bytes, at + 2);
    }

    private static int little16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }
}
