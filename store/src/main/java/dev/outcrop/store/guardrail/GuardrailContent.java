package dev.outcrop.store.guardrail;

import org.jspecify.annotations.Nullable;

/**
 * What a caller may change of a guardrail.
 *
 * @param name unique among the drafts of an account and region
 * @param profileArn the cross-Region profile, when it has one
 * @param kmsKeyArn the key; null in an update keeps the present one
 * @param document everything else, opaque to the store
 */
public record GuardrailContent(
        String name,
        @Nullable String description,
        @Nullable String profileArn,
        @Nullable String kmsKeyArn,
        String document) {}
