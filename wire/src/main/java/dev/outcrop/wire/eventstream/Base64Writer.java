package dev.outcrop.wire.eventstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Base64 (RFC 4648 §4, padded) into the middle of an array, which {@link java.util.Base64} cannot write without a copy. */
final class Base64Writer {
    private static final byte[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(US_ASCII);

    private Base64Writer() {}

    /** How many characters that many bytes take. */
    static int length(int bytes) {
        return Math.multiplyExact((bytes + 2) / 3, 4);
    }

    static void write(byte[] source, byte[] target, int offset) {
        int at = offset;
        int whole = source.length - source.length % 3;
        for (int i = 0; i < whole; i += 3) {
            at = group((source[i] & 0xff) << 16 | (source[i + 1] & 0xff) << 8 | (source[i + 2] & 0xff), target, at);
        }
        int rest = source.length - whole;
        if (rest > 0) {
            int second = rest == 2 ? source[whole + 1] & 0xff : 0;
            group((source[whole] & 0xff) << 16 | second << 8, target, at);
            target[at + 3] = '=';
            if (rest == 1) {
                target[at + 2] = '=';
            }
        }
    }

    private static int group(int bits, byte[] target, int at) {
        target[at] = ALPHABET[bits >>> 18];
        target[at + 1] = ALPHABET[bits >>> 12 & 0x3f];
        target[at + 2] = ALPHABET[bits >>> 6 & 0x3f];
        target[at + 3] = ALPHABET[bits & 0x3f];
        return at + 4;
    }
}
