package dev.outcrop.evaluation.metric;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.evaluation.text.WhiteSpace;
import org.jspecify.annotations.Nullable;

/**
 * Word error rate: edits (words replaced, left out or put in) per word of the reference, as the jiwer library counts it. Case
 * and punctuation count; it can be above 1.
 */
public final class WordErrorRate {

    private WordErrorRate() {}

    /**
     * The rate of several answers that should all be as the first, pooled: all edits over all words.
     *
     * @return null when the reference has no words and some answer has
     */
    public static @Nullable Double pooled(String reference, List<String> answers) {
        List<String> wanted = words(reference);
        long edits = 0;
        for (String answer : answers) {
            edits += edits(wanted, words(answer));
        }
        return rate(edits, (long) wanted.size() * answers.size());
    }

    /**
     * The rate over pairs, pooled.
     *
     * @param pairs each a reference and an answer
     * @return null when the references have no words and some answer has
     */
    public static @Nullable Double ofPairs(List<Pair> pairs) {
        long edits = 0;
        long length = 0;
        for (Pair pair : pairs) {
            List<String> wanted = words(pair.reference());
            edits += edits(wanted, words(pair.answer()));
            length += wanted.size();
        }
        return rate(edits, length);
    }

    /** A reference and what should be like it. */
    public record Pair(String reference, String answer) {}

    private static @Nullable Double rate(long edits, long length) {
        if (length > 0) {
            return (double) edits / length;
        }
        return edits == 0 ? Double.valueOf(0) : null;
    }

    /** Runs of white space become one space, then spaces alone separate: a lone tab stays within a word. */
    static List<String> words(String text) {
        StringBuilder single = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int end = i;
            while (end < text.length() && WhiteSpace.is(text.charAt(end))) {
                end++;
            }
            if (end > i + 1) {
                single.append(' ');
                i = end - 1;
            } else {
                single.append(text.charAt(i));
            }
        }
        List<String> words = new ArrayList<>(References.split(WhiteSpace.strip(single.toString()), " "));
        words.removeIf(String::isEmpty);
        return words;
    }

    /** Levenshtein's distance over words. */
    static int edits(List<String> from, List<String> to) {
        int[] row = new int[to.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int replaced = diagonal + (from.get(i - 1).equals(to.get(j - 1)) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.size()];
    }
}
