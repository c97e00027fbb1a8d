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

    /** The confidence of a probability, 0 to 1; in floats, so that 0.9 of a model reaches a threshold of 0.9. */
    public Confidence confidence(float probability) {
        if (probability >= (float) high) {
            return Confidence.HIGH;
        }
        if (probability >= (float) medium) {
            return Confidence.MEDIUM;
        }
        return probability >= (float) low ? Confidence.LOW : Confidence.NONE;
    }
}
