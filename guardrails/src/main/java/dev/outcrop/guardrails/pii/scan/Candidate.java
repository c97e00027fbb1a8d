package dev.outcrop.guardrails.pii.scan;

import dev.outcrop.guardrails.config.PiiType;

/**
 * A part of a text that may be sensitive.
 *
 * @param start index of the first char
 * @param end index after the last char
 * @param score 0 to 1: shape, check digits and words around it together; {@link #CERTAIN_ENOUGH} and more counts
 */
public record Candidate(PiiType type, int start, int end, double score) {

    /** The score from which a candidate is a finding. */
    public static final double CERTAIN_ENOUGH = 0.5;
}
