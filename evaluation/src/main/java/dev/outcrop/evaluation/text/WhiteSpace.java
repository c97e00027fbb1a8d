package dev.outcrop.evaluation.text;

import java.util.ArrayList;
import java.util.List;

/** White space as Python's strings know it: Java's own notions leave out the no-break spaces and U+0085. */
public final class WhiteSpace {
    private static final char NEXT_LINE = '\u0085';

    private WhiteSpace() {}

    /** Whether a character is white space. */
    public static boolean is(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    /** The text without white space at its ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && is(text.charAt(from))) {
            from++;
        }
        while (to > from && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The pieces between runs of white space; none is empty. */
    public static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || is(text.charAt(at))) {
                if (at > from) {
                    pieces.add(text.substring(from, at));
                }
                from = at + 1;
            }
        }
        return pieces;
    }
}
