package dev.outcrop.engines.gguf.tokenizer;

import java.util.Arrays;

/** A growing array of ints. Not thread-safe. */
final class IntList {
    private int[] values = new int[32];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    int size() {
        return size;
    }

    /** Forgets everything after this many values. */
    void truncate(int length) {
        size = length;
    }
}
