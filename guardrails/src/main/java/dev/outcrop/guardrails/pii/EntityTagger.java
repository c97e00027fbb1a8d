package dev.outcrop.guardrails.pii;

import java.util.List;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.text.AssessedText;

/**
 * Finds what has no shape of its own and must be understood: {@link PiiType#NAME}, {@link PiiType#ADDRESS},
 * {@link PiiType#AGE} and {@link PiiType#USERNAME}. Thread-safe.
 */
@FunctionalInterface
public interface EntityTagger {

    /** Finds nothing; the types with a shape are found without it. */
    EntityTagger NONE = _ -> List.of();

    /**
     * Tags one block.
     *
     * @return what is sure enough to be acted on, in any order; overlaps are resolved by the policy
     * @throws dev.outcrop.guardrails.policy.AssessmentException when the text cannot be read
     */
    List<Tagged> tag(AssessedText text);

    /**
     * A tagged part of a block.
     *
     * @param start index of the first char (UTF-16) in the block's original text
     * @param end index after the last char
     * @param score 0 to 1: how sure the tagger is
     */
    record Tagged(PiiType type, int start, int end, double score) {}
}
