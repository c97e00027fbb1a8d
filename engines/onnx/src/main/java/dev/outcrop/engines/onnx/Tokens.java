package dev.outcrop.engines.onnx;

import java.util.Arrays;

/** The tokens of a text, in order, without special ones. Grows while a tokenizer writes it. */
final class Tokens {
    private long[] ids = new long[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int[] words = new int[64];
    private int size;

    /** @param word index of the word that the token is a piece of; never falls from one token to the next */
    void add(long id, int start, int end, int word) {
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

    /** Forgets all tokens from an index on. */
    void cutTo(int newSize) {
        size = newSize;
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
