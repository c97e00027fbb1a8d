package dev.outcrop.server.fault;

import java.time.Duration;

/**
 * One rule: what it does, to which calls, and to which of those.
 *
 * @param name value of the response header {@code x-outcrop-fault}
 * @param calls which calls it is about
 * @param firing which of those it touches
 * @param delay waited for before anything else happens
 * @param jitter at most this much more, evenly spread
 */
public record FaultRule(
        String name, CallPattern calls, Firing firing, Duration delay, Duration jitter, Fault fault) {

    /**
     * Which of the matching calls are touched: those that pass all three.
     *
     * @param every each so manieth; 1 means all
     * @param first only the first so many matching calls; 0 means without end
     * @param probability from 0 to 1, drawn for each call that the other two let through
     * @param seed of those draws and of the jitter: the same calls in the same order meet the same faults
     */
    public record Firing(int every, int first, double probability, long seed) {
        /** All of them. */
        public static final Firing ALWAYS = new Firing(1, 0, 1, 0);
    }
}
