package dev.outcrop.engines.gguf.grammar;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** All readings of the text so far. Belongs to one {@link Automaton}, which fills in where it leads. */
final class GrammarState {

    /** Frames at states that read a byte. */
    final List<Frame> frames;

    /** Whether the text may end. */
    final boolean accepting;

    /** Whether the text is of any form here. */
    final boolean free;

    /** A bit for each byte that may follow. */
    final long[] allowed;

    /** By the rank of a byte among the allowed ones. */
    final @Nullable GrammarState[] next;

    @Nullable
    GrammarState saturated;

    GrammarState(List<Frame> frames, boolean accepting, boolean free, long[] allowed) {
        this.frames = frames;
        this.accepting = accepting;
        this.free = free;
        this.allowed = allowed;
        int count = 0;
        for (long word : allowed) {
            count += Long.bitCount(word);
        }
        this.next = new GrammarState[count];
    }

    boolean allows(int value) {
        return (allowed[value >> 6] >>> value & 1) != 0;
    }

    int rank(int value) {
        int rank = Long.bitCount(allowed[value >> 6] & ((1L << value) - 1));
        for (int word = 0; word < value >> 6; word++) {
            rank += Long.bitCount(allowed[word]);
        }
        return rank;
    }
}
