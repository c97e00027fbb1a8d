package dev.outcrop.engines.gguf.grammar;

/** Ranges of code points as ranges of UTF-8 bytes, without surrogates and overlong forms. */
final class Utf8Ranges {

    /** The last code points of one, two, three and four bytes. */
    private static final int[] LAST = {0x7f, 0x7ff, 0xffff, Character.MAX_CODE_POINT};

    private Utf8Ranges() {}

    /** Adds paths from one state to another that read one character from {@code lowest} to {@code highest}. */
    static void add(ProgramBuilder builder, int from, int lowest, int highest, int to) {
        if (lowest > highest) {
            return;
        }
        if (lowest < Character.MIN_SURROGATE && highest >= Character.MIN_SURROGATE) {
            add(builder, from, lowest, Character.MIN_SURROGATE - 1, to);
            add(builder, from, Character.MAX_SURROGATE + 1, highest, to);
            return;
        }
        int first = lowest >= Character.MIN_SURROGATE && lowest <= Character.MAX_SURROGATE
                ? Character.MAX_SURROGATE + 1
                : lowest;
        for (int length = 1; length <= LAST.length && first <= highest; length++) {
            if (first <= LAST[length - 1]) {
                int last = Math.min(highest, LAST[length - 1]);
                addOfLength(builder, from, first, last, length, true, to);
                first = last + 1;
            }
        }
    }

    /** Code points whose encoding, or the rest of it, has {@code length} bytes. */
    private static void addOfLength(ProgramBuilder builder, int from, int lowest, int highest, int length,
            boolean leads, int to) {
        if (length == 1) {
            int mark = leads ? 0 : 0x80;
            builder.bytes(from, mark | lowest, mark | highest, to);
            return;
        }
        int shift = 6 * (length - 1);
        int mark = leads ? (0xf00 >> length) & 0xff : 0x80;
        int rest = (1 << shift) - 1;
        int low = lowest >> shift;
        int high = highest >> shift;
        int fullLow = (lowest & rest) == 0 ? low : low + 1;
        int fullHigh = (highest & rest) == rest ? high : high - 1;
        if (low == high && (fullLow > fullHigh)) {
            step(builder, from, mark | low, mark | low, lowest & rest, highest & rest, length, to);
            return;
        }
        if (fullLow > low) {
            step(builder, from, mark | low, mark | low, lowest & rest, rest, length, to);
        }
        if (fullLow <= fullHigh) {
            step(builder, from, mark | fullLow, mark | fullHigh, 0, rest, length, to);
        }
        if (fullHigh < high) {
            step(builder, from, mark | high, mark | high, 0, highest & rest, length, to);
        }
    }

    private static void step(ProgramBuilder builder, int from, int low, int high, int lowest, int highest, int length,
            int to) {
        int next = builder.state();
        builder.bytes(from, low, high, next);
        addOfLength(builder, next, lowest, highest, length - 1, false, to);
    }
}
