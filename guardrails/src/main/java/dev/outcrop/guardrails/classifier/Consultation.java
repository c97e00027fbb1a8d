package dev.outcrop.guardrails.classifier;

import java.time.Duration;

/**
 * How second opinions are taken.
 *
 * @param deadline the longest that one text may take, all its readings together
 */
public record Consultation(Consultant consultant, When when, Duration deadline, Fallback fallback) {

    /** Which texts are asked about. */
    public enum When {
        /** Those that the embedded classifier takes for harmful with LOW or MEDIUM confidence. */
        UNCERTAIN,
        /** All. */
        ALWAYS
    }

    /** What holds when there is no opinion. */
    public enum Fallback {
        /** What the embedded classifier made of the text. */
        EMBEDDED,
        /** The text counts as harmful, with HIGH confidence. */
        BLOCK
    }
}
