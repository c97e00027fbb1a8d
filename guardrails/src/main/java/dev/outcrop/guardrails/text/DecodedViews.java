package dev.outcrop.guardrails.text;

import org.jspecify.annotations.Nullable;

/**
 * Readings of encoded bytes, decoded where they stand: {@link TextView.Kind#BASE64}, {@link TextView.Kind#HEX} and
 * {@link TextView.Kind#PERCENT}. What does not decode to readable UTF-8 stays as it is.
 */
final class DecodedViews {
    private static final int SHORTEST_BASE64 = 8;
    private static final int SHORTEST_HEX = 4;
    /** Encoders wrap lines no earlier than this. */
    private static final int SHORTEST_WRAPPED_LINE = 40;

    private DecodedViews() {}

    /** Decodes runs of the standard and the URL alphabet, padded or not, also over wrapped lines. */
    static @Nullable TextView base64(TextView source) {
        String text = source.text();
        TextView.Builder out = new TextView.Builder(text.length());
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            if (sextet(text.charAt(at)) < 0) {
                at++;
                continue;
            }
            int end = base64End(text, at);
            DecodedBytes decoded = end - at < SHORTEST_BASE64 ? null : base64(text, at, end);
            if (decoded != null && decoded.isReadable()) {
                decoded.appendTo(out.copy(source, copied, at), source);
                while (end < text.length() && text.charAt(end) == '=') {
                    end++;
                }
                copied = end;
            }
            at = end;
        }
        return copied == 0 ? null : out.copy(source, copied, text.length()).build(TextView.Kind.BASE64);
    }

    private static int base64End(String text, int start) {
        int at = start;
        int line = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (sextet(c) >= 0) {
                at++;
                continue;
            }
            int next = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n' ? at + 2 : at + 1;
            boolean wrapped = (c == '\r' || c == '\n') && at - line >= SHORTEST_WRAPPED_LINE && next < text.length()
                    && sextet(text.charAt(next)) >= 0;
            if (!wrapped) {
                break;
            }
            at = next;
            line = next;
        }
        return at;
    }

    private static @Nullable DecodedBytes base64(String text, int from, int to) {
        DecodedBytes decoded = new DecodedBytes((to - from) * 3 / 4 + 1);
        int bits = 0;
        int available = 0;
        int first = from;
        int sextets = 0;
        for (int i = from; i < to; i++) {
            int value = sextet(text.charAt(i));
            if (value < 0) {
                continue;
            }
            sextets++;
            if (available == 0) {
                first = i;
            }
            bits = bits << 6 | value;
            available += 6;
            if (available >= 8) {
                available -= 8;
                decoded.add(bits >> available, first, i + 1);
                bits &= (1 << available) - 1;
                first = i;
            }
        }
        return sextets % 4 == 1 || bits != 0 ? null : decoded;
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }

    /** Decodes runs of pairs of digits, together or apart by a space, comma or colon, and with 0x or \x before each. */
    static @Nullable TextView hex(TextView source) {
        String text = source.text();
        TextView.Builder out = new TextView.Builder(text.length());
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            boolean begins = (at == 0 || !WordCharacters.isWord(text.charAt(at - 1))) && pairAt(text, at) > 0;
            if (!begins) {
                at++;
                continue;
            }
            DecodedBytes decoded = new DecodedBytes(16);
            int end = at;
            int next = at;
            for (int digits = pairAt(text, next); digits > 0; digits = pairAt(text, next)) {
                int first = digits - 2;
                decoded.add(digit(text, first) << 4 | digit(text, first + 1), next, digits);
                end = digits;
                next = end < text.length() && " ,:".indexOf(text.charAt(end)) >= 0 ? end + 1 : end;
            }
            boolean whole = end == text.length() || !WordCharacters.isWord(text.charAt(end));
            if (whole && decoded.count() >= SHORTEST_HEX && decoded.isReadable()) {
                decoded.appendTo(out.copy(source, copied, at), source);
                copied = end;
            }
            at = end;
        }
        return copied == 0 ? null : out.copy(source, copied, text.length()).build(TextView.Kind.HEX);
    }

    /** Index after the pair of digits, with its prefix, that begins here; 0 when none does. */
    private static int pairAt(String text, int at) {
        int digits = text.startsWith("0x", at) || text.startsWith("\\x", at) ? at + 2 : at;
        return digit(text, digits) >= 0 && digit(text, digits + 1) >= 0 ? digits + 2 : 0;
    }

    private static int digit(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    }

    /** Decodes each run of percent escapes (RFC 3986) that is UTF-8 without control characters. */
    static @Nullable TextView percent(TextView source) {
        String text = source.text();
        int at = text.indexOf('%');
        if (at < 0) {
            return null;
        }
        TextView.Builder out = new TextView.Builder(text.length());
        int copied = 0;
        while (at >= 0) {
            DecodedBytes decoded = new DecodedBytes(8);
            int end = at;
            while (end < text.length() && text.charAt(end) == '%' && digit(text, end + 1) >= 0
                    && digit(text, end + 2) >= 0) {
                decoded.add(digit(text, end + 1) << 4 | digit(text, end + 2), end, end + 3);
                end += 3;
            }
            if (end > at && decoded.isPrintable()) {
                decoded.appendTo(out.copy(source, copied, at), source);
                copied = end;
            }
            at = text.indexOf('%', Math.max(end, at + 1));
        }
        return copied == 0 ? null : out.copy(source, copied, text.length()).build(TextView.Kind.PERCENT);
    }
}
