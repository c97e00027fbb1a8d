package dev.outcrop.store.guardrail;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One version of a guardrail without its document: what lists show.
 *
 * @param number {@link GuardrailStore#DRAFT} or a version's number
 * @param revision changes with every change of the document, and never comes back
 * @param ordinal where the guardrail stands among those of its account and region, oldest first
 */
public record GuardrailHead(
        String id,
        String arn,
        int number,
        String name,
        @Nullable String description,
        @Nullable String profileArn,
        @Nullable String kmsKeyArn,
        long revision,
        long ordinal,
        Instant createdAt,
        Instant updatedAt) {}
