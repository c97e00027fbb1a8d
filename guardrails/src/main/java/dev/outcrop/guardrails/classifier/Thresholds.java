package dev.outcrop.guardrails.classifier;

import dev.outcrop.guardrails.assessment.Confidence;

/**
 * From which probability on a label means which confidence.
 *
 * @param low above 0
 * @param medium at least {@code low}
 * @param high at least {@code medium}, at most 1
 */
public record Thresholds(double low, double medium, double high) {

    public Thresholds {
        if (!(low > 0 && low <= medium && medium <= high && high <= 1)) {
            throw new IllegalArgumentException("not rising within 0 and 1: " + low + ", " + medium + ", " + high);
        }
    }

    /** The confidence of a probability, 0 to 1. */
    public Confidence confidence(double probability) {
        if (probability >= high) {
            return Confidence.HIGH;
        }
        if (probability >= medium) {
            return Confidence.MEDIUM;
        }
        return probability >= low ? Confidence.LOW : Confidence.NONE;
    }
}
