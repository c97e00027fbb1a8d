package dev.outcrop.guardrails.grounding;

import java.util.List;
import java.util.Optional;

import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.ContentBlock.Role;

/**
 * How much text contextual grounding checks, in code points (Amazon Bedrock user guide, "Use contextual grounding check to
 * filter hallucinations in responses"). The words of the error are inferred.
 */
public final class GroundingLimits {
    /** Most code points of all sources together. */
    public static final int SOURCE = 100_000;
    /** Most code points of all queries together. */
    public static final int QUERY = 1_000;
    /** Most code points of the content to guard. */
    public static final int CONTENT = 5_000;

    private GroundingLimits() {}

    /** Why texts are too long to be checked, in words for the caller; empty when they can be. */
    public static Optional<String> breach(List<ContentBlock> blocks) {
        return tooLong(blocks, Role.GROUNDING_SOURCE, "grounding source", SOURCE)
                .or(() -> tooLong(blocks, Role.QUERY, "query", QUERY))
                .or(() -> tooLong(blocks, Role.CONTENT, "content to guard", CONTENT));
    }

    private static Optional<String> tooLong(List<ContentBlock> blocks, Role role, String name, int limit) {
        long characters = blocks.stream()
                .filter(block -> block.role() == role)
                .mapToLong(block -> block.text().codePointCount(0, block.text().length()))
                .sum();
        return characters <= limit
                ? Optional.empty()
                : Optional.of(
                        "The " + name + " exceeds the maximum length of " + limit
                                + " characters for Guardrails contextual grounding policy evaluation.");
    }
}
