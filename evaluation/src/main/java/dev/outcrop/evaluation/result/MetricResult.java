package dev.outcrop.evaluation.result;

import org.jspecify.annotations.Nullable;

/**
 * One metric of one record.
 *
 * @param metricName as records write it
 * @param result a number, a string, or null when there is none
 * @param judgement what a judge said; null for computed metrics
 */
public record MetricResult(String metricName, @Nullable Object result, @Nullable Judgement judgement) {

    /**
     * What a judge said.
     *
     * @param modelIdentifier the judge
     * @param label the label it chose, or null
     */
    public record Judgement(String modelIdentifier, String explanation, @Nullable String label) {}

    /** A computed metric. */
    public static MetricResult computed(String metricName, @Nullable Double result) {
        return new MetricResult(metricName, result, null);
    }

    /** The result as a number, or null when it is none. */
    public @Nullable Double number() {
        return result instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }
}
