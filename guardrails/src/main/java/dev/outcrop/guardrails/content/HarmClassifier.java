package dev.outcrop.guardrails.content;

import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.AssessedText;

/**
 * Says how sure it is that a text belongs to categories of harmful content. Immutable and thread-safe.
 *
 * <p>The embedded one is {@link EmbeddedHarmClassifier}. Another classifier takes its place, or wraps it and asks further
 * where {@link Judgement#uncertain()}.
 */
@FunctionalInterface
public interface HarmClassifier {

    /**
     * Judges one text.
     *
     * @param direction whose text it is
     * @param categories what is asked for
     * @return exactly one judgement for each of them
     * @throws dev.outcrop.guardrails.policy.AssessmentException when it cannot decide: the text must not pass
     */
    Map<Category, Judgement> judge(Direction direction, AssessedText text, Set<Category> categories);
}
