package dev.outcrop.evaluation.text;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The normalisation of the QuAC protocol as the fmeval library applies it: lower case, no ASCII punctuation, no articles.
 *
 * <p>Two habits of that library are kept because its published scores rest on them: punctuation is deleted rather than
 * replaced by a space, and articles are found between single spaces alone, so one beside a tab or newline stays.
 */
public final class QuacText {
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    private QuacText() {}

    /** The normalised text. */
    public static String normalise(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StringBuilder bare = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            if (PUNCTUATION.indexOf(lower.charAt(i)) < 0) {
                bare.append(lower.charAt(i));
            }
        }
        StringBuilder normal = new StringBuilder(bare.length());
        int from = 0;
        for (int at = 0; at <= bare.length(); at++) {
            if (at == bare.length() || bare.charAt(at) == ' ') {
                String piece = bare.substring(from, at);
                if (!piece.isEmpty() && !ARTICLES.contains(piece)) {
                    normal.append(normal.isEmpty() ? "" : " ").append(piece);
                }
                from = at + 1;
            }
        }
        return normal.toString();
    }

    /** The distinct words of the normalised text, in the order of their first appearance. */
    public static Set<String> words(String text) {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(WhiteSpace.split(normalise(WhiteSpace.strip(text)))));
    }
}
