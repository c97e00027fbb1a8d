package dev.outcrop.guardrails.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.guardrails.text.CommonWords;
import dev.outcrop.guardrails.text.Normalizer;
import dev.outcrop.guardrails.text.WordCharacters;

/**
 * Finds every whole occurrence of many terms in one pass: a trie over tokens.
 *
 * <p>Terms are delimited, so they can only begin and end where tokens do; the trie is walked from each token, and most walks
 * end at the first one. Its edges are one hash table from (node, token) to node. A walk takes at most as many steps as the
 * longest term has tokens, so the time is bounded by text times longest term, and linear for anything like language.
 *
 * <p>A word whose letters were repeated for show ("lannntern") is taken for the term's word when each of its runs of one
 * letter is at least as long as the term's. It must have a letter three times in a row; or be no common word, in a text that
 * has one that does.
 *
 * <p>Immutable once built; thread-safe.
 */
final class TermIndex {
    private static final int ROOT = 0;
    private static final int UNKNOWN = -1;
    private static final int NONE = -1;
    private static final int SHORTEST_STRETCHED = 3;

    /** Receives one occurrence of one term. */
    interface Hits {
        /** @param term index of the term as it was added */
        void hit(int term, int start, int end);
    }

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final Map<String, List<String>> bySqueezed = new HashMap<>();
    private final Edges edges = new Edges();
    private final int[] nextTerm;
    private int[] firstTerm = new int[64];

    /** Terms are matched by their index in the list; those that have nothing to look for match nothing. */
    TermIndex(List<String> terms) {
        nextTerm = new int[terms.size()];
        Arrays.fill(nextTerm, NONE);
        Arrays.fill(firstTerm, NONE);
        for (int term = 0; term < terms.size(); term++) {
            add(term, Normalizer.folded(terms.get(term)).text().strip());
        }
    }

    private void add(int term, String text) {
        if (text.isEmpty()) {
            return;
        }
        Tokens tokens = Tokens.of(text);
        int node = ROOT;
        for (int token = 0; token < tokens.count(); token++) {
            node = edges.follow(node, known(tokens.key(token)));
        }
        int length = firstTerm.length;
        if (node >= length) {
            firstTerm = Arrays.copyOf(firstTerm, Math.max(node + 1, length * 2));
            Arrays.fill(firstTerm, length, firstTerm.length, NONE);
        }
        nextTerm[term] = firstTerm[node];
        firstTerm[node] = term;
    }

    private int known(String key) {
        Integer id = vocabulary.get(key);
        if (id == null) {
            id = vocabulary.size();
            vocabulary.put(key, id);
            if (key.length() >= SHORTEST_STRETCHED && Character.isLetter(key.codePointAt(0))) {
                bySqueezed.computeIfAbsent(squeezed(key), _ -> new ArrayList<>(1)).add(key);
            }
        }
        return id;
    }

    /** Reports every occurrence, also those that overlap, in the order of their starts. */
    void find(String text, Hits hits) {
        if (vocabulary.isEmpty()) {
            return;
        }
        Tokens tokens = Tokens.of(text);
        boolean stretched = WordCharacters.hasTriple(text);
        int[] ids = new int[tokens.count()];
        for (int token = 0; token < ids.length; token++) {
            ids[token] = id(tokens.key(token), stretched);
        }
        for (int first = 0; first < ids.length; first++) {
            int node = ROOT;
            for (int token = first; token < ids.length && ids[token] != UNKNOWN; token++) {
                node = edges.get(node, ids[token]);
                if (node == NONE) {
                    break;
                }
                for (int term = node < firstTerm.length ? firstTerm[node] : NONE; term != NONE; term = nextTerm[term]) {
                    hits.hit(term, tokens.start(first), tokens.end(token));
                }
            }
        }
    }

    private int id(String key, boolean stretchedText) {
        Integer id = vocabulary.get(key);
        return id != null ? id : stretchedText ? stretched(key) : UNKNOWN;
    }

    private int stretched(String key) {
        String squeezed = squeezed(key);
        if (squeezed.length() == key.length()) {
            return UNKNOWN;
        }
        List<String> candidates = bySqueezed.get(squeezed);
        if (candidates == null || (!WordCharacters.hasTriple(key) && CommonWords.get().contains(key))) {
            return UNKNOWN;
        }
        String best = null;
        for (String candidate : candidates) {
            if (runsCover(key, candidate) && (best == null || candidate.length() > best.length())) {
                best = candidate;
            }
        }
        return best == null ? UNKNOWN : vocabulary.getOrDefault(best, UNKNOWN);
    }

    private static String squeezed(String word) {
        StringBuilder squeezed = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            if (i == 0 || word.charAt(i) != word.charAt(i - 1)) {
                squeezed.append(word.charAt(i));
            }
        }
        return squeezed.length() == word.length() ? word : squeezed.toString();
    }

    /** Of two words that squeeze to the same: whether each run of the first is at least as long as the second's. */
    private static boolean runsCover(String stretched, String word) {
        int i = 0;
        for (int j = 0; j < word.length(); i++, j++) {
            if (stretched.charAt(i) != word.charAt(j)) {
                return false;
            }
            boolean runEnds = j + 1 == word.length() || word.charAt(j + 1) != word.charAt(j);
            while (runEnds && i + 1 < stretched.length() && stretched.charAt(i + 1) == stretched.charAt(i)) {
                i++;
            }
        }
        return i == stretched.length();
    }

    /** A hash table with linear probing from (node, token) to node. */
    private static final class Edges {
        private long[] keys = new long[256];
        private int[] targets = new int[256];
        private int nodes = 1;

        /** The node behind this edge, made when there is none. */
        int follow(int node, int token) {
            int target = get(node, token);
            if (target != NONE) {
                return target;
            }
            if (nodes * 2 > keys.length) {
                grow();
            }
            put(key(node, token), nodes);
            return nodes++;
        }

        int get(int node, int token) {
            long key = key(node, token);
            for (int slot = slot(key);; slot = (slot + 1) & (keys.length - 1)) {
                if (keys[slot] == key) {
                    return targets[slot];
                }
                if (keys[slot] == 0) {
                    return NONE;
                }
            }
        }

        private void put(long key, int target) {
            int slot = slot(key);
            while (keys[slot] != 0) {
                slot = (slot + 1) & (keys.length - 1);
            }
            keys[slot] = key;
            targets[slot] = target;
        }

        private void grow() {
            long[] oldKeys = keys;
            int[] oldTargets = targets;
            keys = new long[oldKeys.length * 2];
            targets = new int[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    put(oldKeys[i], oldTargets[i]);
                }
            }
        }

        /** Never 0, which marks an empty slot. */
        private static long key(int node, int token) {
            return ((long) node << 32) | (token + 1);
        }

        private int slot(long key) {
            long hash = key * 0x9E3779B97F4A7C15L;
            return (int) (hash >>> 32) & (keys.length - 1);
        }
    }
}
