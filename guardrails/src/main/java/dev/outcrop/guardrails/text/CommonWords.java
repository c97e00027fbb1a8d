package dev.outcrop.guardrails.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Some 20,000 common English words and how common they are: tells whether letters that were decoded read as text.
 *
 * <p>Derived by {@code guardrails/training/common_words.py}. Words are in lower case.
 */
public final class CommonWords {
    private static final String RESOURCE = "common-words.txt.gz";
    private static final CommonWords INSTANCE = new CommonWords();

    /** Word to rank: 1 is the most common. */
    private final Map<String, Integer> ranks = new HashMap<>();
    private final int longest;

    private CommonWords() {
        int length = 0;
        try (InputStream in = CommonWords.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
            for (String word = lines.readLine(); word != null; word = lines.readLine()) {
                ranks.put(word, ranks.size() + 1);
                length = Math.max(length, word.length());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        longest = length;
    }

    /** The list. */
    public static CommonWords get() {
        return INSTANCE;
    }

    /** Whether this word, in lower case, is a common one or the plural of one. */
    public boolean contains(String word) {
        return rank(word) > 0;
    }

    /** Rank of this word, in lower case: 1 is the most common; 0 for a word that is not common. */
    int rank(String word) {
        if (word.length() > longest + 1) {
            return 0;
        }
        Integer rank = ranks.get(word);
        if (rank == null && word.length() > 3 && word.endsWith("s")) {
            rank = ranks.get(word.substring(0, word.length() - 1));
        }
        return rank == null ? 0 : rank;
    }

    /** Number of words. */
    int size() {
        return ranks.size();
    }

    /** Length of the longest word. */
    int longest() {
        return longest;
    }
}
