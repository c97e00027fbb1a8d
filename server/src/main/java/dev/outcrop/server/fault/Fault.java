package dev.outcrop.server.fault;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What a rule does to a call, after its {@link FaultRule#delay() delay}. */
public sealed interface Fault {

    /** Nothing but the delay: the call is served as ever. */
    record None() implements Fault {}

    /** The call is answered with an error and never served. */
    record Answer(GivenError error) implements Fault {}

    /** The call is never answered. */
    record Silence() implements Fault {}

    /** The connection breaks before there is an answer; by HTTP/2 the stream is reset. */
    record Disconnect() implements Fault {}

    /**
     * The call is served, and its stream slowed, broken, or both.
     *
     * @param pace from one event to the next; zero leaves the model's own
     * @param breaking how the stream breaks, or null when it does not
     */
    record Stream(Duration pace, @Nullable Breaking breaking) implements Fault {}

    /**
     * How a stream breaks. One with fewer events, or that ends where the damage would be, ends as ever.
     *
     * @param after events that pass before it
     */
    record Breaking(int after, Damage damage) {}

    /** What stands in the place of the rest of a stream. */
    sealed interface Damage {

        /** An exception event of the stream's union; in the OpenAI API an event with the error. */
        record Raised(GivenError error) implements Damage {}

        /** Half of the next event, and an end that looks like any other. */
        record Truncation() implements Damage {}

        /** The next event with a checksum that is not its own. Event streams only. */
        record Checksum() implements Damage {}

        /** A broken connection. */
        record Disconnect() implements Damage {}

        /** An end that looks like any other. */
        record End() implements Damage {}
    }
}
