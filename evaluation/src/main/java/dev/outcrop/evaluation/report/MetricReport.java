package dev.outcrop.evaluation.report;

import java.util.List;
import java.util.Map;

import dev.outcrop.evaluation.metric.Summary;
import org.jspecify.annotations.Nullable;

/**
 * One metric over one data set.
 *
 * @param headline name of the score behind it
 * @param implementation what computed it
 * @param lowerIsBetter whether small values are good
 * @param value over all records; null when there is none
 * @param summary of the records' results; null when none has one
 * @param missing records without a result
 * @param extraScores means of the other scores, by name
 */
public record MetricReport(
        String name,
        String headline,
        String implementation,
        boolean lowerIsBetter,
        @Nullable Double value,
        @Nullable Summary summary,
        int missing,
        List<Category> categories,
        Map<String, Double> extraScores,
        List<Bar> histogram,
        List<Example> best,
        List<Example> worst) {

    /** One category's value, null when it has none, and over how many records. */
    public record Category(String name, @Nullable Double value, int count) {}

    /** How many records have a result of this value, or from this value up to the next. */
    public record Bar(double from, double to, @Nullable String label, int count) {}

    /** A record worth a look. */
    public record Example(
            long line, String prompt, @Nullable String response, @Nullable String reference, double result,
            @Nullable String explanation) {}

    public MetricReport {
        categories = List.copyOf(categories);
        extraScores = Map.copyOf(extraScores);
        histogram = List.copyOf(histogram);
        best = List.copyOf(best);
        worst = List.copyOf(worst);
    }
}
