package dev.outcrop.engines.onnx;

import java.util.Arrays;

/**
 * The tokens of a text, in order, without special ones; all of them, or a stretch. Grows while a tokenizer writes it. What
 * lies outside the stretch is counted but not kept, so that a text of any length can be counted in no memory.
 */
final class Tokens {
    private final int skipped;
    private final int most;
    private long[] ids = new long[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int[] words = new int[64];
    private int size;
    private int seen;

    /** Keeps every token. */
    Tokens() {
        this(0, Integer.MAX_VALUE);
    }

    /**
     * Keeps a stretch.
     *
     * @param skipped how many tokens at the start are not kept
     * @param most how many are kept after them
     */
    Tokens(int skipped, int most) {
        this.skipped = skipped;
        this.most = most;
    }

    /** @param word index of the word that the token is a piece of; never falls from one token to the next */
    void add(long id, int start, int end, int word) {
        int place = seen++ - skipped;
        if (place < 0 || place >= most) {
            return;
        }
        if (size == ids.length) {
            int capacity = Math.multiplyExact(size, 2);
            ids = Arrays.copyOf(ids, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            words = Arrays.copyOf(words, capacity);
        }
        ids[size] = id;
        starts[size] = start;
        ends[size] = end;
        words[size] = word;
        size++;
    }

    /** How many tokens were added, kept or not. */
    int seen() {
        return seen;
    }

    /** Forgets all tokens but this many of those that were added. */
    void cutTo(int newSeen) {
        seen = newSeen;
        size = Math.clamp(newSeen - skipped, 0, Math.min(size, most));
    }

    int size() {
        return size;
    }

    long id(int token) {
        return ids[token];
    }

    /** Index of the token's first char in the text. */
    int start(int token) {
        return starts[token];
    }

    /** Index after the token's last char. */
    int end(int token) {
        return ends[token];
    }

    /** Whether a token is the first piece of its word. */
    boolean beginsWord(int token) {
        return token == 0 || words[token] != words[token - 1];
    }

    int[] starts(int from, int to) {
        return Arrays.copyOfRange(starts, from, to);
    }

    int[] ends(int from, int to) {
        return Arrays.copyOfRange(ends, from, to);
    }
}
