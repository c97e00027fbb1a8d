package dev.outcrop.families.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Files that begin as pictures do; nothing is in them. */
public final class Pictures {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D',
            'R'};

    private Pictures() {}

    /** A PNG that says it is so large, as a file of so many bytes. */
    public static byte[] png(int width, int height, int bytes) {
        return ByteBuffer.allocate(Math.max(33, bytes)).put(PNG).putInt(width).putInt(height).array();
    }

    /** A PNG of one pixel, in base64. */
    public static String png() {
        return base64(png(1, 1, 0));
    }

    /** A JPEG of 64 by 48 pixels: an application segment, then the frame header. */
    public static byte[] jpeg() {
        return ByteBuffer.allocate(64)
                .putShort((short) 0xFFD8).putShort((short) 0xFFE0).putShort((short) 4).putShort((short) 0)
                .putShort((short) 0xFFC0).putShort((short) 11).put((byte) 8).putShort((short) 48).putShort((short) 64)
                .array();
    }

    /** A GIF of 3 by 2 pixels. */
    public static byte[] gif() {
        return ByteBuffer.allocate(16).put("GIF89a".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[]{3, 0, 2, 0}).array();
    }

    /** A lossless WebP of 5 by 4 pixels. */
    public static byte[] webp() {
        byte[] file = new byte[40];
        byte[] head = "RIFF\0\0\0\0WEBPVP8L\0\0\0\0/".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, file, 0, head.length);
        int bits = 4 | (3 << 14);
        for (int i = 0; i < 4; i++) {
            file[21 + i] = (byte) (bits >> (8 * i));
        }
        return file;
    }

    /** Bytes as bodies carry them. */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
