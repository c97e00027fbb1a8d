package dev.outcrop.guardrails.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into sentences: after a full stop, question or exclamation mark that white space follows, and at line
 * ends. A full stop after an initial or a common abbreviation ends none. The training tool cuts the same way
 * ({@code guardrails/training/sentences.py}).
 */
public final class Sentences {
    private static final String ENDS = ".!?\u2026\u3002\uFF01\uFF1F";
    private static final String ENDS_WITHOUT_SPACE = "\u3002\uFF01\uFF1F";
    private static final String CLOSERS = "\"')]}\u201D\u2019\u00BB";
    private static final int LONGEST_ABBREVIATION = 6;
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "no", "inc", "ltd", "co", "corp", "gen", "rep",
            "sen", "gov", "capt", "lt", "col", "sgt", "fig", "approx", "e.g", "i.e", "u.s", "u.k",
            "etc", "al", "cf", "ca");

    private Sentences() {}

    /** The sentences, in order, without the white space around them. */
    public static List<TextView.Range> of(String text) {
        List<TextView.Range> sentences = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i < text.length()) {
            int end = i + 1;
            boolean cut = text.charAt(i) == '\n';
            if (ENDS.indexOf(text.charAt(i)) >= 0) {
                while (end < text.length() && isEndOrCloser(text.charAt(end))) {
                    end++;
                }
                cut = endsSentence(text, start, i, end);
            }
            if (cut) {
                add(sentences, text, start, end);
                start = end;
            }
            i = end;
        }
        add(sentences, text, start, text.length());
        return sentences;
    }

    private static boolean isEndOrCloser(char c) {
        return ENDS.indexOf(c) >= 0 || CLOSERS.indexOf(c) >= 0;
    }

    private static boolean endsSentence(String text, int start, int mark, int end) {
        if (ENDS_WITHOUT_SPACE.indexOf(text.charAt(mark)) >= 0) {
            return true;
        }
        if (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            return false;
        }
        if (text.charAt(mark) != '.') {
            return true;
        }
        return !isAbbreviated(text, start, mark);
    }

    private static boolean isAbbreviated(String text, int start, int mark) {
        int word = mark;
        while (word > start && !Character.isWhitespace(text.charAt(word - 1))) {
            word--;
            if (mark - word > LONGEST_ABBREVIATION) {
                return false;
            }
        }
        boolean initial = mark - word == 1 && Character.isUpperCase(text.charAt(word));
        return initial || ABBREVIATIONS.contains(text.substring(word, mark).toLowerCase(Locale.ROOT));
    }

    private static void add(List<TextView.Range> sentences, String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (start < end) {
            sentences.add(new TextView.Range(start, end));
        }
    }
}
