package dev.outcrop.server.runtime;

import java.util.EnumSet;
import java.util.Set;

import dev.outcrop.inference.Generation;
import org.jspecify.annotations.Nullable;

/**
 * A generation that several parties pause: it runs while none of them holds it. Thread-safe.
 *
 * <p>The generation is paused and resumed under a lock, so that the last call to it is always the one that counts; it
 * may therefore not call its listener from within {@link Generation#pause} or {@link Generation#resume}.
 */
final class JointPause {

    /** Who holds a generation. */
    enum Holder {
        /** The client reads more slowly than the model writes. */
        READER,
        /** The guardrail assesses more slowly than the model writes. */
        GUARD
    }

    private final Set<Holder> holders = EnumSet.noneOf(Holder.class);
    private @Nullable Generation generation;

    /** The generation is known only once it has begun; what was asked before holds for it too. */
    synchronized void attach(Generation begun) {
        generation = begun;
        if (!holders.isEmpty()) {
            begun.pause();
        }
    }

    synchronized void hold(Holder holder) {
        boolean first = holders.isEmpty();
        if (holders.add(holder) && first && generation != null) {
            generation.pause();
        }
    }

    synchronized void release(Holder holder) {
        if (holders.remove(holder) && holders.isEmpty() && generation != null) {
            generation.resume();
        }
    }
}
