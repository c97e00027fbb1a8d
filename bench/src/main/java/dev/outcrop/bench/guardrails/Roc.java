package dev.outcrop.bench.guardrails;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The area under a ROC curve: how often a positive scores higher than a negative, ties counting half. */
final class Roc {
    private static final int ROUNDS = 300;

    private Roc() {}

    /** The area, 0 to 1. Neither array may be empty. */
    static double area(double[] positives, double[] negatives) {
        double[] sorted = negatives.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double positive : positives) {
            wins += (below(sorted, positive, false) + below(sorted, positive, true)) / 2.0;
        }
        return wins / ((double) positives.length * negatives.length);
    }

    /** The area with its 95 % bootstrap interval, as {@code 0.931 (0.91 to 0.95)}. */
    static String withInterval(double[] positives, double[] negatives, RandomGenerator random) {
        double[] areas = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            areas[round] = area(drawn(positives, random), drawn(negatives, random));
        }
        Arrays.sort(areas);
        return String.format(
                Locale.ROOT,
                "%.3f (%.2f to %.2f)",
                area(positives, negatives),
                areas[(int) (ROUNDS * 0.025)],
                areas[(int) (ROUNDS * 0.975)]);
    }

    private static double[] drawn(double[] values, RandomGenerator random) {
        double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return drawn;
    }

    /** How many of the sorted values are below a bound, or at most the bound. */
    private static int below(double[] sorted, double bound, boolean inclusive) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < bound || (inclusive && sorted[middle] == bound)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
