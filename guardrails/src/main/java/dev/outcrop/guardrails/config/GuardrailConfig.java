package dev.outcrop.guardrails.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a guardrail does. An empty list is a policy that is not configured.
 *
 * @param blockedInputMessaging what a caller gets in place of an answer when the input is blocked
 * @param blockedOutputsMessaging what a caller gets when the answer is blocked
 * @param profanity how words of the managed profanity list are handled; null when the list is not used
 */
public record GuardrailConfig(
        String blockedInputMessaging,
        String blockedOutputsMessaging,
        List<DeniedTopic> topics,
        List<ContentFilter> contentFilters,
        List<CustomWord> words,
        @Nullable Handlings profanity,
        List<PiiEntity> piiEntities,
        List<SensitivePattern> patterns,
        List<GroundingFilter> groundingFilters) {

    public GuardrailConfig {
        topics = List.copyOf(topics);
        contentFilters = List.copyOf(contentFilters);
        words = List.copyOf(words);
        piiEntities = List.copyOf(piiEntities);
        patterns = List.copyOf(patterns);
        groundingFilters = List.copyOf(groundingFilters);
    }

    /** The text that takes the place of a blocked one. */
    public String blockedMessage(Direction direction) {
        return switch (direction) {
            case INPUT -> blockedInputMessaging;
            case OUTPUT -> blockedOutputsMessaging;
        };
    }
}
