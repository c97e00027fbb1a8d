package dev.outcrop.evaluation.metric;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much a score changes when the prompt is written otherwise (fmeval, "semantic robustness"; lower is better).
 *
 * @param original score of the prompt as it is
 * @param delta mean distance to it of the scores of the changed prompts
 */
public record Robustness(double original, double delta) {

    /** @throws IllegalArgumentException when no prompt was changed */
    public static Robustness of(double original, List<Double> changed) {
        return new Robustness(
                original,
                changed.stream()
                        .mapToDouble(score -> Math.abs(original - score))
                        .average()
                        .orElseThrow(() -> new IllegalArgumentException("There are no scores of changed prompts")));
    }

    /** The change as a share of the original score, in percent; null when that score is 0 and others are not. */
    public @Nullable Double percent() {
        return percent(original, delta);
    }

    /**
     * The same of many records, as a ratio of means: a mean of ratios would be ruled by the smallest scores.
     *
     * @return null when all original scores are 0 and some change, or there are no records
     */
    public static @Nullable Double percent(List<Robustness> records) {
        return records.isEmpty()
                ? null
                : percent(
                        records.stream().mapToDouble(Robustness::original).average().orElseThrow(),
                        records.stream().mapToDouble(Robustness::delta).average().orElseThrow());
    }

    private static @Nullable Double percent(double original, double delta) {
        if (original > 0) {
            return 100 * delta / original;
        }
        return delta == 0 ? Double.valueOf(0) : null;
    }
}
