package dev.outcrop.guardrails.text;

import java.util.Arrays;

/** Bytes that were decoded from a view, each with the part of the view it came from, read as UTF-8. */
final class DecodedBytes {
    private static final double LEAST_LETTERS = 0.7;
    private static final int MALFORMED = -1;

    private byte[] bytes;
    private int[] starts;
    private int[] ends;
    private int count;

    DecodedBytes(int expected) {
        bytes = new byte[expected];
        starts = new int[expected];
        ends = new int[expected];
    }

    void add(int value, int start, int end) {
        if (count == bytes.length) {
            bytes = Arrays.copyOf(bytes, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        bytes[count] = (byte) value;
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    int count() {
        return count;
    }

    /** Whether this is well-formed text without control characters. */
    boolean isPrintable() {
        for (int at = 0; at < count; at += length(at)) {
            int point = point(at);
            if (point == MALFORMED || !isPrintable(point)) {
                return false;
            }
        }
        return count > 0;
    }

    /** Whether it is also mostly letters and spaces, as language is. */
    boolean isReadable() {
        int points = 0;
        int letters = 0;
        for (int at = 0; at < count; at += length(at)) {
            int point = point(at);
            if (point == MALFORMED || !isPrintable(point)) {
                return false;
            }
            points++;
            letters += Character.isLetter(point) || point == ' ' || WordCharacters.isMark(point) ? 1 : 0;
        }
        return points > 0 && letters >= LEAST_LETTERS * points;
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> false;
            case Character.CONTROL -> point == '\n' || point == '\r' || point == '\t';
            default -> true;
        };
    }

    void appendTo(TextView.Builder out, TextView source) {
        for (int at = 0; at < count; at += length(at)) {
            int last = at + length(at) - 1;
            TextView.Range range = source.original(starts[at], ends[last]);
            out.append(Character.toString(point(at)), range.start(), range.end());
        }
    }

    /** Bytes of the sequence that starts here, going by its first byte. */
    private int length(int at) {
        int first = bytes[at] & 0xFF;
        return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    /** The code point that starts here; {@link #MALFORMED} where there is none (Unicode Standard, table 3-7). */
    private int point(int at) {
        int first = bytes[at] & 0xFF;
        int length = length(at);
        if (length == 1) {
            return first < 0x80 ? first : MALFORMED;
        }
        if (at + length > count || first > 0xF4) {
            return MALFORMED;
        }
        int point = first & (0xFF >> (length + 1));
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i] & 0xFF;
            if (next >> 6 != 0b10) {
                return MALFORMED;
            }
            point = point << 6 | (next & 0x3F);
        }
        int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return point < least || surrogate || point > Character.MAX_CODE_POINT ? MALFORMED : point;
    }
}
