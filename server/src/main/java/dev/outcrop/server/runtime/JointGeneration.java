package dev.outcrop.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import dev.outcrop.inference.Generation;

/** The generations of one call as one: what is done to it is done to all of them. Thread-safe. */
record JointGeneration(List<Generation> parts) implements Generation {

    /**
     * Begins all generations of a call, or none: what has begun is cancelled when another cannot.
     *
     * @param begin begins the generation of the answer of this index
     */
    static Generation begin(int answers, IntFunction<Generation> begin) {
        if (answers == 1) {
            return begin.apply(0);
        }
        List<Generation> begun = new ArrayList<>(answers);
        try {
            for (int i = 0; i < answers; i++) {
                begun.add(begin.apply(i));
            }
        } catch (RuntimeException e) {
            begun.forEach(Generation::cancel);
            throw e;
        }
        return new JointGeneration(List.copyOf(begun));
    }

    @Override
    public void cancel() {
        parts.forEach(Generation::cancel);
    }

    @Override
    public void pause() {
        parts.forEach(Generation::pause);
    }

    @Override
    public void resume() {
        parts.forEach(Generation::resume);
    }
}
