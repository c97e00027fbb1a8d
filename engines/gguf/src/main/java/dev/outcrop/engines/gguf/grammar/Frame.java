package dev.outcrop.engines.gguf.grammar;

import org.jspecify.annotations.Nullable;

/**
 * Where one reading of a text stands: a state, and the frames to go on at when rules end. Equal only with the same
 * parent object, so frames are interned from the outermost inwards.
 */
final class Frame {

    /** A number of repetitions without bound. */
    static final int ANY = Integer.MAX_VALUE;

    final int state;
    /** Of a repeating state: repetitions that are still needed. */
    final int min;
    /** Of a repeating state: repetitions that are still possible. */
    final int max;
    /** Objects and arrays around it. */
    final int nesting;
    final @Nullable Frame parent;

    Frame(int state, int min, int max, int nesting, @Nullable Frame parent) {
        this.state = state;
        this.min = min;
        this.max = max;
        this.nesting = nesting;
        this.parent = parent;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Parents are interned.
    public boolean equals(@Nullable Object other) {
        return other instanceof Frame frame && frame.state == state && frame.min == min && frame.max == max
                && frame.nesting == nesting && frame.parent == parent;
    }

    @Override
    public int hashCode() {
        int hash = 31 * (31 * (31 * state + min) + max) + nesting;
        return 31 * hash + System.identityHashCode(parent);
    }
}
