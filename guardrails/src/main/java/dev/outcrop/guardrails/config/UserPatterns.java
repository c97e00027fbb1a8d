package dev.outcrop.guardrails.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions that users write: run by RE2's automata, bounded in size by a count made here.
 *
 * <p>One search takes time linear in the text times the instructions. Finding every match is one search after another,
 * and each may read far beyond the match that it gives ({@code .*b|a} reads to the end of a line for each a), so that it can
 * take time quadratic in the text: whoever looks for all matches bounds the text or the number of searches.
 *
 * <p>RE2J unrolls counted repeats, also those inside each other: 500 characters such as {@code (((a{9}){9}){9})...}
 * become millions of instructions and gigabytes before it notices. So the instructions are counted before they are made:
 * one for each character, class or group, times every count around it.
 */
public final class UserPatterns {

    /** Most instructions of one pattern; one search takes time in proportion to them. */
    static final int MOST_INSTRUCTIONS = 20_000;

    private UserPatterns() {}

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException when it is no pattern of RE2's syntax (which has no look-around and no
     *     back-references), or too large; the message says which, for whoever wrote the pattern
     */
    public static Pattern compile(String pattern) {
        if (size(pattern) > MOST_INSTRUCTIONS) {
            throw new IllegalArgumentException("its counted repeats make it too large");
        }
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /** At least the instructions of a pattern that RE2J accepts; at most one more than {@link #MOST_INSTRUCTIONS}. */
    static long size(String pattern) {
        return new Size(pattern).instructions();
    }

    private static final class Size {
        private final String pattern;
        private int at;

        Size(String pattern) {
            this.pattern = pattern;
        }

        long instructions() {
            // By open group: its size so far without its last element, and that of its last element.
            long[] sums = new long[pattern.length() + 1];
            long[] lasts = new long[pattern.length() + 1];
            int depth = 0;
            while (at < pattern.length()) {
                char c = pattern.charAt(at++);
                switch (c) {
                    case '(' -> {
                        if (!skipFlags()) {
                            depth++;
                            sums[depth] = 0;
                            lasts[depth] = 0;
                        }
                    }
                    case ')' -> {
                        if (depth > 0) {
                            long group = sums[depth] + lasts[depth] + 2;
                            depth--;
                            sums[depth] = capped(sums[depth] + lasts[depth]);
                            lasts[depth] = capped(group);
                        }
                    }
                    case '{' -> lasts[depth] = capped((lasts[depth] + 2) * repeats());
                    case '*', '+', '?', '|' -> lasts[depth] = capped(lasts[depth] + 2);
                    default -> {
                        sums[depth] = capped(sums[depth] + lasts[depth]);
                        lasts[depth] = element(c);
                    }
                }
            }
            long total = 0;
            for (int i = 0; i <= depth; i++) {
                total = capped(total + sums[i] + lasts[i]);
            }
            return total;
        }

        /** Flags such as {@code (?i)} are no element: a repeat after them is one of what stands before them. */
        private boolean skipFlags() {
            int end = at;
            if (!pattern.startsWith("?", end)) {
                return false;
            }
            end++;
            while (end < pattern.length() && "imsU-".indexOf(pattern.charAt(end)) >= 0) {
                end++;
            }
            if (!pattern.startsWith(")", end)) {
                return false;
            }
            at = end + 1;
            return true;
        }

        /** The higher of the two counts; 1 when the brace stands for itself. */
        private long repeats() {
            int end = pattern.indexOf('}', at);
            if (end < 0 || !pattern.substring(at, end).matches("[0-9]+(,[0-9]*)?")) {
                return 1;
            }
            String[] counts = pattern.substring(at, end).split(",", 2);
            at = end + 1;
            long highest = number(counts[0]);
            return Math.max(1, counts.length > 1 && !counts[1].isEmpty() ? number(counts[1]) : highest + 1);
        }

        /** RE2J accepts no count above 1,000. */
        private static long number(String digits) {
            return digits.length() > 9 ? MOST_INSTRUCTIONS : Long.parseLong(digits);
        }

        /** A character, an escape or a class: one instruction, whatever it holds. */
        private int element(char c) {
            if (c == '\\') {
                escape();
            } else if (c == '[') {
                characterClass();
            }
            return 1;
        }

        private void escape() {
            if (at >= pattern.length()) {
                return;
            }
            char kind = pattern.charAt(at++);
            if (kind == 'Q') {
                throw new IllegalArgumentException("\\Q...\\E is not supported; escape each character");
            }
            // The braces of \p{Greek} and \x{10FFFF} are no repeats.
            if ((kind == 'p' || kind == 'P' || kind == 'x') && at < pattern.length() && pattern.charAt(at) == '{') {
                int end = pattern.indexOf('}', at);
                at = end < 0 ? pattern.length() : end + 1;
            }
        }

        private void characterClass() {
            if (at < pattern.length() && pattern.charAt(at) == '^') {
                at++;
            }
            // A bracket in the first place stands for itself.
            for (int first = at; at < pattern.length(); at++) {
                char c = pattern.charAt(at);
                if (c == '\\') {
                    at++;
                } else if (c == '[' && pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
                    at = pattern.indexOf(":]", at) + 1;
                } else if (c == ']' && at > first) {
                    at++;
                    return;
                }
            }
        }

        private static long capped(long size) {
            return Math.min(size, MOST_INSTRUCTIONS + 1L);
        }
    }
}
