package dev.outcrop.evaluation.metric;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * The scores of many records in a few numbers.
 *
 * @param count records with a score
 * @param mean of those
 * @param standardError of the mean: the sample's standard deviation over the root of {@code count}; 0 for one record
 * @param low where the middle 95 % of bootstrapped means begin
 * @param high where they end
 */
public record Summary(int count, double mean, double standardError, double low, double high) {
    private static final int RESAMPLES = 1_000;
    private static final double TAIL = 0.025;

    /**
     * Records without a score do not count.
     *
     * @param seed of the resampling, so that the same scores always give the same interval
     * @return null when no record has a score
     */
    public static @Nullable Summary of(Collection<? extends @Nullable Double> scores, long seed) {
        double[] known = scores.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
        if (known.length == 0) {
            return null;
        }
        double mean = Arrays.stream(known).average().orElseThrow();
        double squares = Arrays.stream(known).map(score -> (score - mean) * (score - mean)).sum();
        double error = known.length == 1 ? 0 : Math.sqrt(squares / (known.length - 1) / known.length);
        double[] means = bootstrappedMeans(known, seed);
        return new Summary(known.length, mean, error, quantile(means, TAIL), quantile(means, 1 - TAIL));
    }

    private static double[] bootstrappedMeans(double[] scores, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < scores.length; j++) {
                sum += scores[random.nextInt(scores.length)];
            }
            means[i] = sum / scores.length;
        }
        Arrays.sort(means);
        return means;
    }

    /** Between the two nearest of sorted values. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
