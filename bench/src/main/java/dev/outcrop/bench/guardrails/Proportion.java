package dev.outcrop.bench.guardrails;

import java.util.Locale;

/**
 * A share of some trials, with Wilson's 95 % score interval (E. B. Wilson, 1927).
 *
 * @param hits how many of the trials
 */
record Proportion(int hits, int trials) {
    private static final double Z = 1.959964;

    double value() {
        return trials == 0 ? Double.NaN : (double) hits / trials;
    }

    double low() {
        return centre() - half();
    }

    double high() {
        return centre() + half();
    }

    private double centre() {
        return (hits + Z * Z / 2) / (trials + Z * Z);
    }

    private double half() {
        double rest = (double) hits * (trials - hits) / trials;
        return Z / (trials + Z * Z) * Math.sqrt(rest + Z * Z / 4);
    }

    /** {@code .987 [.961, .996]}, or a dash without a trial. */
    String formatted() {
        return trials == 0
                ? "–"
                : String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value(), Math.max(0, low()), Math.min(1, high()));
    }
}
