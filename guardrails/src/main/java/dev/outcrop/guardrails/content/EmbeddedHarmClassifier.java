package dev.outcrop.guardrails.content;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.Passages;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TokenEncoder;

/**
 * The classifier that comes with Outcrop: {@link HarmModel} over every window and every sentence of every reading of a text;
 * the most harmful passage decides.
 *
 * <p>Costs one pass of the encoder per window and view, shared with the other policies, and well under a millisecond per
 * 1,000 characters beside it.
 */
public final class EmbeddedHarmClassifier implements HarmClassifier {
    /** Fewer tokens are no sentence: "Thanks!" says nothing that the whole does not. */
    private static final int LEAST_TOKENS = 4;

    private final HarmModel model;

    private EmbeddedHarmClassifier(HarmModel model) {
        this.model = model;
    }

    /**
     * The classifier for texts behind this encoder.
     *
     * @throws IllegalArgumentException when the weights were made for vectors of another length
     */
    public static EmbeddedHarmClassifier on(TokenEncoder encoder) {
        HarmModel model = HarmModel.shipped();
        if (encoder.dimensions() != model.dimensions()) {
            throw new IllegalArgumentException("the content filters need vectors of " + model.dimensions()
                    + " numbers; those of " + encoder.name() + " have " + encoder.dimensions());
        }
        return new EmbeddedHarmClassifier(model);
    }

    @Override
    public Map<Category, Judgement> judge(Direction direction, AssessedText text, Set<Category> categories) {
        Map<Category, Float> scores = scores(text);
        Map<Category, Judgement> judgements = new EnumMap<>(Category.class);
        for (Category category : categories) {
            Confidence confidence = model.confidence(category, scores.getOrDefault(category, Float.NEGATIVE_INFINITY));
            judgements.put(category,
                    confidence == Confidence.NONE ? Judgement.HARMLESS : new Judgement(confidence, null));
        }
        return judgements;
    }

    /**
     * The scores of the most harmful passages, per category; empty where there is nothing to read.
     *
     * @throws AssessmentException when the encoder fails, or there is something to read and it sees nothing
     */
    public Map<Category, Float> scores(AssessedText text) {
        Map<Category, Float> worst = new EnumMap<>(Category.class);
        try {
            for (TextView view : text.views()) {
                text.encode(view.text(), new Passages(view.text(), LEAST_TOKENS, passage -> {
                    String words = view.text().substring(passage.start(), passage.end());
                    model.scores(passage.vector(), words, passage.sentence())
                            .forEach((category, score) -> worst.merge(category, score, Math::max));
                }));
            }
        } catch (InferenceException e) {
            throw new AssessmentException("The encoder failed on content under assessment for harm.", e);
        }
        return worst;
    }
}
