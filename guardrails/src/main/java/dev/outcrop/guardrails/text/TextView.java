package dev.outcrop.guardrails.text;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One reading of a text, with the way back from each of its chars to the original. Immutable.
 *
 * <p>Policies look for things in {@link #text()} and report them at {@link #original(int, int)}: what a finding names and
 * what a mask replaces is always the original.
 */
public final class TextView {

    /** How a view was read from the original. */
    public enum Kind {
        /** Unicode normalised, nothing invisible, lookalike letters in mixed words read as Latin; case kept. */
        FOLDED,
        /** Marks stuck on letters taken off, words of nothing but lookalikes read as Latin. */
        PLAIN,
        /** Letters that were spaced or punctuated apart joined to words. */
        JOINED,
        /** The same, cut into known words where the spaces between words were lost. */
        SEGMENTED,
        /** Letters repeated for show written once. */
        SQUEEZED,
        /** Digits and symbols in place of letters read as letters. */
        LEET,
        /** Base64 decoded where it stands. */
        BASE64,
        /** Hexadecimal decoded where it stands. */
        HEX,
        /** Percent encoding decoded where it stands. */
        PERCENT,
        /** Letters turned by 13 places turned back. */
        ROT13,
        /** Text written backwards turned round. */
        REVERSED
    }

    /**
     * A part of the original text.
     *
     * @param start index of the first char (UTF-16)
     * @param end index after the last char
     */
    public record Range(int start, int end) {}

    private final Kind kind;
    private final String text;
    private final int @Nullable [] starts;
    private final int @Nullable [] ends;

    private TextView(Kind kind, String text, int @Nullable [] starts, int @Nullable [] ends) {
        this.kind = kind;
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    /** A view that reads the text as it is. */
    static TextView identity(Kind kind, String text) {
        return new TextView(kind, text, null, null);
    }

    /**
     * A view whose char {@code i} was read from {@code starts[i]} up to {@code ends[i]} of the original. The arrays are
     * taken over.
     */
    static TextView of(Kind kind, String text, int[] starts, int[] ends) {
        if (starts.length != text.length() || ends.length != text.length()) {
            throw new IllegalArgumentException("one start and one end per char");
        }
        return new TextView(kind, text, starts, ends);
    }

    /** This view, which was read from the text of another, as a view of what that one was read from; named as that one. */
    TextView over(TextView source) {
        if (isIdentity()) {
            return source;
        }
        int[] from = new int[text.length()];
        int[] to = new int[text.length()];
        for (int i = 0; i < from.length; i++) {
            Range range = source.original(start(i), end(i));
            from[i] = range.start();
            to[i] = range.end();
        }
        return new TextView(source.kind, text, from, to);
    }

    /** How it was read. */
    public Kind kind() {
        return kind;
    }

    /** What is read. */
    public String text() {
        return text;
    }

    /** Whether text and offsets are those of the original. */
    public boolean isIdentity() {
        return starts == null;
    }

    /**
     * The part of the original that a part of this view was read from: the smallest that covers all of it.
     *
     * @param from index of the first char in {@link #text()}
     * @param to index after the last char; more than {@code from}
     */
    public Range original(int from, int to) {
        Objects.checkFromToIndex(from, to, text.length());
        if (from == to) {
            throw new IllegalArgumentException("nothing at " + from);
        }
        if (starts == null || ends == null) {
            return new Range(from, to);
        }
        // Decoded and reversed views do not run through the original in order.
        int start = starts[from];
        int end = ends[from];
        for (int i = from + 1; i < to; i++) {
            start = Math.min(start, starts[i]);
            end = Math.max(end, ends[i]);
        }
        return new Range(start, end);
    }

    /** Where the original of one char begins. */
    int start(int index) {
        return starts == null ? index : starts[index];
    }

    /** Where the original of one char ends. */
    int end(int index) {
        return ends == null ? index + 1 : ends[index];
    }

    /** Builds a view char by char. */
    static final class Builder {
        private final StringBuilder text;
        private int[] starts;
        private int[] ends;

        Builder(int expected) {
            text = new StringBuilder(expected);
            starts = new int[Math.max(16, expected)];
            ends = new int[starts.length];
        }

        int length() {
            return text.length();
        }

        char charAt(int index) {
            return text.charAt(index);
        }

        /** Where the original of one char begins. */
        int start(int index) {
            return starts[index];
        }

        /** Where the original of one char ends. */
        int end(int index) {
            return ends[index];
        }

        /** A part of what was read. */
        String substring(int from, int to) {
            return text.substring(from, to);
        }

        /** Gives one char another reading. */
        void set(int index, char value) {
            text.setCharAt(index, value);
        }

        /** Appends a char that was read from this part of the original. */
        Builder append(char value, int start, int end) {
            int index = text.length();
            if (index == starts.length) {
                starts = Arrays.copyOf(starts, index * 2);
                ends = Arrays.copyOf(ends, index * 2);
            }
            text.append(value);
            starts[index] = start;
            ends[index] = end;
            return this;
        }

        /** Appends chars that were all read from this part of the original. */
        Builder append(CharSequence values, int start, int end) {
            for (int i = 0; i < values.length(); i++) {
                append(values.charAt(i), start, end);
            }
            return this;
        }

        /** Appends a part of another view as it is. */
        Builder copy(TextView source, int from, int to) {
            for (int i = from; i < to; i++) {
                append(source.text.charAt(i), source.start(i), source.end(i));
            }
            return this;
        }

        /** The last char was read from more of the original than was known. */
        void extend(int end) {
            if (!text.isEmpty()) {
                ends[text.length() - 1] = Math.max(end, ends[text.length() - 1]);
            }
        }

        TextView build(Kind kind) {
            int length = text.length();
            return TextView.of(kind, text.toString(), Arrays.copyOf(starts, length), Arrays.copyOf(ends, length));
        }
    }
}
