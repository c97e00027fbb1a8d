package dev.outcrop.guardrails.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Some 20,000 common English words and how common they are: tells whether letters that were decoded read as text.
 *
 * <p>Derived by {@code guardrails/training/common_words.py}. Case of ASCII letters does not matter; other letters are in no
 * word. A trie of 26 children a node, so that no lookup allocates and a walk ends where no word goes on.
 */
public final class CommonWords {
    static final int ROOT = 0;
    static final int NONE = -1;

    private static final String RESOURCE = "common-words.txt.gz";
    private static final int LETTERS = 26;
    private static final int SHORTEST_WITH_PLURAL = 3;
    private static final CommonWords INSTANCE = new CommonWords(load());

    private final int size;
    private int[] children = new int[LETTERS * 1024];
    /** By node: rank of the word that ends there, 0 for none. */
    private int[] ranks = new int[1024];
    private int nodes = 1;

    private CommonWords(List<String> words) {
        for (int rank = 1; rank <= words.size(); rank++) {
            add(words.get(rank - 1), rank);
        }
        size = words.size();
    }

    private void add(String word, int rank) {
        int node = ROOT;
        for (int i = 0; i < word.length(); i++) {
            int child = node * LETTERS + word.charAt(i) - 'a';
            if (children[child] == 0) {
                if (nodes == ranks.length) {
                    ranks = Arrays.copyOf(ranks, nodes * 2);
                    children = Arrays.copyOf(children, nodes * 2 * LETTERS);
                }
                children[child] = nodes++;
            }
            node = children[child];
        }
        ranks[node] = rank;
    }

    private static List<String> load() {
        try (InputStream in = CommonWords.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list. */
    public static CommonWords get() {
        return INSTANCE;
    }

    /** Whether this is a common word or the plural of one. */
    public boolean contains(CharSequence word) {
        return rank(word, 0, word.length()) > 0;
    }

    /** Rank of a part of a text, or of what it is the plural of: 1 is the most common; 0 when it is no common word. */
    int rank(CharSequence text, int from, int to) {
        int node = ROOT;
        int previous = NONE;
        for (int i = from; i < to; i++) {
            previous = node;
            node = next(node, text.charAt(i));
            if (node == NONE) {
                boolean plural = i == to - 1 && (text.charAt(i) | 0x20) == 's' && to - from > SHORTEST_WITH_PLURAL;
                return plural ? ranks[previous] : 0;
            }
        }
        return node == ROOT ? 0 : ranks[node];
    }

    /** Where a walk through the letters of words goes on; {@link #NONE} where no word does. */
    int next(int node, char letter) {
        int index = (letter | 0x20) - 'a';
        if (letter >= 0x80 || index < 0 || index >= LETTERS) {
            return NONE;
        }
        int child = children[node * LETTERS + index];
        return child == 0 ? NONE : child;
    }

    /** Rank of the word that ends at this node; 0 when none does. */
    int rank(int node) {
        return ranks[node];
    }

    /** Number of words. */
    int size() {
        return size;
    }
}
