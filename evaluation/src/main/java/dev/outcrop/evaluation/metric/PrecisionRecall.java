package dev.outcrop.evaluation.metric;

/**
 * Two sides of an overlap, from 0 to 1.
 *
 * @param precision share of the answer that the reference has
 * @param recall share of the reference that the answer has
 */
public record PrecisionRecall(double precision, double recall) {

    /** Nothing in common. */
    public static final PrecisionRecall NONE = new PrecisionRecall(0, 0);

    /** Harmonic mean; 0 when both are. */
    public double f() {
        double sum = precision + recall;
        return sum > 0 ? 2 * precision * recall / sum : 0;
    }
}
