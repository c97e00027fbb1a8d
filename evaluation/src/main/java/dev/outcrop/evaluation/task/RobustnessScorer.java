package dev.outcrop.evaluation.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.evaluation.metric.Robustness;
import dev.outcrop.evaluation.metric.WordErrorRate;
import org.jspecify.annotations.Nullable;

/**
 * How much answers change when prompts are written otherwise: of text that goes on, by the words that differ; of every other
 * task, by the change of its accuracy.
 */
public final class RobustnessScorer {
    private final TaskType type;
    private final AccuracyScorer accuracy;

    public RobustnessScorer(TaskType type, AccuracyScorer accuracy) {
        this.type = type;
        this.accuracy = accuracy;
    }

    /** Whether answers are compared with each other alone. */
    public boolean needsNoReference() {
        return type == TaskType.GENERATION;
    }

    /**
     * The word error rate of the answers to changed prompts beside the answer to the original one.
     *
     * @param baseline rate among answers to one and the same prompt, for models that do not always answer alike; 0 for others
     * @return null when the original answer is empty and others are not
     */
    public static @Nullable Double wordErrorRate(String original, List<String> changed, double baseline) {
        Double rate = WordErrorRate.pooled(original, changed);
        return rate == null ? null : Double.valueOf(Math.max(0, rate - baseline));
    }

    /** The changes of every score by name ({@code delta_...}), with the original scores. */
    public Map<String, Robustness> deltas(String original, List<String> changed, String reference) {
        Map<String, Double> before = accuracy.score(original, reference);
        List<Map<String, Double>> after = changed.stream().map(answer -> accuracy.score(answer, reference)).toList();
        Map<String, Robustness> deltas = new LinkedHashMap<>();
        before.forEach((name, score) -> deltas.put(
                "delta_" + name,
                Robustness.of(score, after.stream().map(scores -> Objects.requireNonNull(scores.get(name))).toList())));
        return deltas;
    }

    /** The one of {@link #deltas} that stands for all. */
    public String headline() {
        return "delta_" + accuracy.headline();
    }

    /**
     * The rate among several answers to one prompt: over all pairs, the one listed later being the reference.
     *
     * @return 0 when all answers are alike
     */
    public static double baseline(List<String> answers) {
        List<WordErrorRate.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            for (int j = i + 1; j < answers.size(); j++) {
                pairs.add(new WordErrorRate.Pair(answers.get(j), answers.get(i)));
            }
        }
        Double rate = WordErrorRate.ofPairs(pairs);
        return rate == null ? 0 : rate;
    }
}
