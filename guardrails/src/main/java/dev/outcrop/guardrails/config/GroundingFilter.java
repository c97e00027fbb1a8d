package dev.outcrop.guardrails.config;

/**
 * A check of an answer against its source or its question.
 *
 * @param threshold 0 to 0.99: a score below it is detected
 * @param handling {@link Handling#BLOCK}, {@link Handling#DETECT} or {@link Handling#DISABLED}
 */
public record GroundingFilter(Type type, double threshold, Handling handling) {

    /** What is checked. */
    public enum Type {
        /** Whether the answer is supported by the grounding source. */
        GROUNDING,
        /** Whether the answer has to do with the query. */
        RELEVANCE
    }
}
