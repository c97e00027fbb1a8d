package dev.outcrop.guardrails.content;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.head.Linear;
import dev.outcrop.guardrails.head.Weights;

/**
 * The weights of the embedded classifier: per category one linear model over the sentence vector of a passage and its
 * n-grams, and the scores from which a text has a confidence. Immutable and thread-safe.
 *
 * <p>The score of a passage with sentence vector {@code x} and n-grams {@code F} is
 *
 * <pre>{@code bias + encoder · x + sum(ngrams[f] for f in F) / sqrt(|F|)}</pre>
 *
 * in spreads over ordinary texts. It says nothing by itself: a confidence is a share of ordinary texts that score as high,
 * measured when the weights were made. Tensors of the file, one row per category in the order of {@link #CATEGORIES}:
 * {@code encoder.weight [6, 384]}, {@code encoder.bias [6]}, {@code ngrams [6, 131072]}, {@code thresholds [6, 3]} for LOW,
 * MEDIUM and HIGH, {@code margins [6]}, by which a sentence's score is lowered. What it was made of stands in the data card beside it.
 */
final class HarmModel {

    /** In the order of the file. */
    static final List<Category> CATEGORIES = List.of(
            Category.SEXUAL,
            Category.VIOLENCE,
            Category.HATE,
            Category.INSULTS,
            Category.MISCONDUCT,
            Category.PROMPT_ATTACK);

    private static final int STEPS = 3;

    /** Read once, on first use. */
    private static final class Shipped {
        static final HarmModel MODEL = new HarmModel(Weights.resource(HarmModel.class, "content-filters.safetensors"));
    }

    private record Steps(float low, float medium, float high) {}

    private final Linear encoder;
    private final float[] ngrams;
    private final float[] margins;
    private final Map<Category, Steps> steps = new EnumMap<>(Category.class);

    private HarmModel(Weights weights) {
        encoder = weights.linear("encoder");
        ngrams = weights.tensor("ngrams", CATEGORIES.size(), HashedNgrams.BUCKETS);
        margins = weights.tensor("margins", CATEGORIES.size());
        float[] thresholds = weights.tensor("thresholds", CATEGORIES.size(), STEPS);
        for (int row = 0; row < CATEGORIES.size(); row++) {
            int at = row * STEPS;
            steps.put(CATEGORIES.get(row), new Steps(thresholds[at], thresholds[at + 1], thresholds[at + 2]));
        }
    }

    /** The weights that the product ships. */
    static HarmModel shipped() {
        return Shipped.MODEL;
    }

    /** Numbers per sentence vector. */
    int dimensions() {
        return encoder.inputs();
    }

    /**
     * The scores of one passage in every category.
     *
     * @param sentence whether the passage is one sentence of many, and so has more chances to look harmful by itself
     */
    Map<Category, Float> scores(float[] sentenceVector, String passage, boolean sentence) {
        float[] sums = encoder.apply(sentenceVector);
        int[] found = HashedNgrams.of(passage);
        double norm = Math.sqrt(Math.max(1, found.length));
        Map<Category, Float> scores = new EnumMap<>(Category.class);
        for (int row = 0; row < sums.length; row++) {
            float sum = 0;
            for (int ngram : found) {
                sum += ngrams[row * HashedNgrams.BUCKETS + ngram];
            }
            float margin = sentence ? margins[row] : 0;
            scores.put(CATEGORIES.get(row), (float) (sums[row] + sum / norm) - margin);
        }
        return scores;
    }

    /** What a score is worth. */
    Confidence confidence(Category category, float score) {
        Steps needed = Objects.requireNonNull(steps.get(category));
        if (score >= needed.high()) {
            return Confidence.HIGH;
        }
        if (score >= needed.medium()) {
            return Confidence.MEDIUM;
        }
        return score >= needed.low() ? Confidence.LOW : Confidence.NONE;
    }
}
