package dev.outcrop.guardrails.content;

import dev.outcrop.guardrails.assessment.Confidence;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier makes of a text in one category.
 *
 * @param decidedBy who decided when it was not the embedded classifier, or why another was not asked; null otherwise
 */
public record Judgement(Confidence confidence, @Nullable String decidedBy) {

    /** Nothing harmful, said by the embedded classifier. */
    public static final Judgement HARMLESS = new Judgement(Confidence.NONE, null);

    /** Whether a second opinion may change what follows: neither clearly harmless nor clearly harmful. */
    public boolean uncertain() {
        return confidence == Confidence.LOW || confidence == Confidence.MEDIUM;
    }

    /** The more harmful of two; of equals the first. */
    public Judgement worse(Judgement other) {
        return other.confidence.compareTo(confidence) > 0 ? other : this;
    }
}
