package dev.outcrop.evaluation.dataset;

import org.jspecify.annotations.Nullable;

/**
 * What every record of a data set must have.
 *
 * @param mostPrompts the most records
 * @param mostPromptBytes the longest prompt, in UTF-8
 * @param referenceRequired whether each needs a reference
 * @param givenSource who must have given the one answer that each then needs; null when answers are not read
 */
public record DatasetRules(
        int mostPrompts, int mostPromptBytes, boolean referenceRequired, @Nullable String givenSource) {

    /** The service's quotas. */
    public static final int MOST_PROMPTS = 1_000;

    /** The service's quotas. */
    public static final int MOST_PROMPT_BYTES = 4 * 1_024;

    /** Prompts for a model to answer, within the service's quotas. */
    public static DatasetRules prompts(boolean referenceRequired) {
        return new DatasetRules(MOST_PROMPTS, MOST_PROMPT_BYTES, referenceRequired, null);
    }

    /** Prompts that this source has answered already, within the service's quotas. */
    public static DatasetRules answeredBy(String source) {
        return new DatasetRules(MOST_PROMPTS, MOST_PROMPT_BYTES, false, source);
    }
}
