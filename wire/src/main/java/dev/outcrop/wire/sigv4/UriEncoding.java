package dev.outcrop.wire.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Percent-encoding with the unreserved set of RFC 3986, upper-case digits, UTF-8. */
final class UriEncoding {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private UriEncoding() {}

    /** Encodes every byte outside the unreserved set, also {@code %}. */
    static String encode(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return encode(bytes, bytes.length);
    }

    /** Decodes once and encodes again. An escape that is none stands for itself; {@code +} is a plus. */
    static String normalize(String encoded) {
        byte[] bytes = encoded.getBytes(UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                bytes[length++] = bytes[i];
            } else {
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return encode(bytes, length);
    }

    private static String encode(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (isUnreserved(b)) {
                text.append((char) b);
            } else {
                text.append('%').append(DIGITS[b >> 4 & 0xf]).append(DIGITS[b & 0xf]);
            }
        }
        return text.toString();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-_.~".indexOf(b) >= 0;
    }
}
