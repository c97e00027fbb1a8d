package dev.outcrop.engines.remote.balance;

/** What a call says about the endpoint that carried it. */
public sealed interface Outcome {

    /** It answered. */
    Outcome ANSWERED = new Answered();

    /** It could not be reached, broke off, was too slow, or answered that it is broken. */
    Outcome FAILED = new Failed();

    /** Nothing: the caller gave up, or the request was at fault. */
    Outcome NOTHING = new Nothing();

    /** It answered. */
    record Answered() implements Outcome {}

    /** It is broken. */
    record Failed() implements Outcome {}

    /** Nothing. */
    record Nothing() implements Outcome {}

    /**
     * It has too much to do.
     *
     * @param pauseNanos how long it wants to be left alone, 0 when it does not say
     */
    record Throttled(long pauseNanos) implements Outcome {}
}
