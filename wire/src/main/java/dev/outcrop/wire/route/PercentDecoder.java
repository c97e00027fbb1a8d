package dev.outcrop.wire.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.outcrop.wire.error.ValidationException;

/** Percent-decoding of path labels and query parts (RFC 3986): strict, UTF-8, once. */
public final class PercentDecoder {

    private PercentDecoder() {}

    /**
     * Decodes {@code %XX}; every other character stands for itself, {@code +} too.
     *
     * @throws ValidationException for an incomplete or invalid escape, invalid UTF-8, or a NUL character
     */
    public static String decode(String raw) {
        if (raw.indexOf('%') < 0 && isPlain(raw)) {
            return raw;
        }
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        boolean ascii = true;
        for (int i = 0; i < in.length; i++) {
            byte value = in[i];
            if (value == '%') {
                int high = i + 2 <= in.length - 1 ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 <= in.length - 1 ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new ValidationException("The request URI contains an invalid percent-encoding.");
                }
                value = (byte) (high << 4 | low);
                i += 2;
            }
            if (value == 0) {
                throw new ValidationException("The request URI contains a NUL character.");
            }
            ascii &= value > 0;
            out[length++] = value;
        }
        if (ascii) {
            return new String(out, 0, length, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new ValidationException("The request URI is not valid UTF-8.");
        }
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == 0 || raw.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
