package dev.outcrop.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import dev.outcrop.evaluation.metric.Robustness;
import dev.outcrop.evaluation.metric.Summary;
import dev.outcrop.evaluation.result.MetricResult;
import dev.outcrop.evaluation.result.RecordResult;
import org.jspecify.annotations.Nullable;

/** Makes metric reports from records. */
public final class MetricReports {
    private static final int EXAMPLES = 5;
    private static final int BARS = 10;

    /** As many different results as this get a bar each; more are gathered in ranges. */
    private static final int MOST_SINGLE_BARS = 12;

    private static final String CHANGE = "delta_";

    private MetricReports() {}

    /**
     * The report of one metric.
     *
     * @param records of one data set, in its order
     * @param name the metric as the records write it
     * @param headline name of the score behind it; one that begins with {@code delta_} makes a ratio of means in percent
     * @param lowerIsBetter whether small values are good
     * @param seed of the confidence interval
     */
    public static MetricReport of(
            List<RecordResult> records, String name, String headline, String implementation, boolean lowerIsBetter,
            long seed) {
        List<Scored> scored = new ArrayList<>();
        for (RecordResult result : records) {
            for (MetricResult metric : result.metrics()) {
                Double number = metric.number();
                if (metric.metricName().equals(name) && number != null) {
                    scored.add(new Scored(result, metric, number));
                }
            }
        }
        List<Double> results = scored.stream().map(Scored::result).toList();
        Function<List<RecordResult>, @Nullable Double> value = headline.startsWith(CHANGE)
                ? some -> changeOf(some, headline)
                : some -> meanOf(some, name);
        return new MetricReport(
                name,
                headline,
                implementation,
                lowerIsBetter,
                value.apply(records),
                Summary.of(results, seed),
                records.size() - scored.size(),
                categories(records, name, value),
                extraScores(records, headline),
                histogram(scored),
                examples(scored, lowerIsBetter),
                examples(scored, !lowerIsBetter));
    }

    private record Scored(RecordResult record, MetricResult metric, double result) {}

    private static @Nullable Double meanOf(List<RecordResult> records, String name) {
        double sum = 0;
        int count = 0;
        for (RecordResult record : records) {
            Double number = resultOf(record, name);
            if (number != null) {
                sum += number;
                count++;
            }
        }
        return count == 0 ? null : Double.valueOf(sum / count);
    }

    private static @Nullable Double resultOf(RecordResult record, String name) {
        return record.metrics().stream()
                .filter(metric -> metric.metricName().equals(name))
                .map(MetricResult::number)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Double changeOf(List<RecordResult> records, String headline) {
        String score = headline.substring(CHANGE.length());
        List<Robustness> changes = new ArrayList<>();
        for (RecordResult record : records) {
            Double original = record.details().scores().get(score);
            Double delta = record.details().scores().get(headline);
            if (original != null && delta != null) {
                changes.add(new Robustness(original, delta));
            }
        }
        return Robustness.percent(changes);
    }

    private static List<MetricReport.Category> categories(
            List<RecordResult> records, String name, Function<List<RecordResult>, @Nullable Double> value) {
        Map<String, List<RecordResult>> byCategory = new LinkedHashMap<>();
        for (RecordResult record : records) {
            String category = record.record().category();
            if (category != null) {
                byCategory.computeIfAbsent(category, fresh -> new ArrayList<>()).add(record);
            }
        }
        List<MetricReport.Category> categories = new ArrayList<>();
        byCategory.forEach((category, some) -> categories.add(new MetricReport.Category(
                category,
                value.apply(some),
                (int) some.stream().filter(record -> resultOf(record, name) != null).count())));
        return categories;
    }

    /** Scores of the same family: with {@code delta_} or without it, as the headline has it. */
    private static Map<String, Double> extraScores(List<RecordResult> records, String headline) {
        Set<String> names = new LinkedHashSet<>();
        records.forEach(record -> names.addAll(record.details().scores().keySet()));
        Map<String, Double> means = new LinkedHashMap<>();
        for (String name : names) {
            if (!name.equals(headline) && name.startsWith(CHANGE) == headline.startsWith(CHANGE)) {
                records.stream()
                        .map(record -> record.details().scores().get(name))
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .ifPresent(mean -> means.put(name, mean));
            }
        }
        return means;
    }

    private static List<MetricReport.Bar> histogram(List<Scored> scored) {
        if (scored.isEmpty()) {
            return List.of();
        }
        List<Double> distinct = scored.stream().map(Scored::result).distinct().sorted().toList();
        if (distinct.size() <= MOST_SINGLE_BARS) {
            return distinct.stream().map(value -> new MetricReport.Bar(value, value, label(scored, value),
                    (int) scored.stream().filter(one -> one.result() == value).count())).toList();
        }
        double low = Math.min(0, distinct.getFirst());
        double width = (distinct.getLast() - low) / BARS;
        int[] counts = new int[BARS];
        scored.forEach(one -> counts[Math.min(BARS - 1, (int) ((one.result() - low) / width))]++);
        List<MetricReport.Bar> bars = new ArrayList<>();
        for (int i = 0; i < BARS; i++) {
            bars.add(new MetricReport.Bar(low + i * width, low + (i + 1) * width, null, counts[i]));
        }
        return bars;
    }

    private static @Nullable String label(List<Scored> scored, double value) {
        return scored.stream()
                .filter(one -> one.result() == value)
                .map(one -> one.metric().judgement())
                .filter(Objects::nonNull)
                .map(MetricResult.Judgement::label)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<MetricReport.Example> examples(List<Scored> scored, boolean ascending) {
        Comparator<Scored> order = Comparator.comparingDouble(Scored::result);
        return scored.stream()
                .sorted(ascending ? order : order.reversed())
                .limit(EXAMPLES)
                .map(MetricReports::example)
                .toList();
    }

    private static MetricReport.Example example(Scored scored) {
        MetricResult.Judgement judgement = scored.metric().judgement();
        return new MetricReport.Example(
                scored.record().record().line(),
                scored.record().record().prompt(),
                scored.record().response(),
                scored.record().record().reference(),
                scored.result(),
                judgement == null ? null : judgement.explanation());
    }
}
