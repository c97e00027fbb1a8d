package dev.outcrop.server.guardrail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.grounding.GroundingLimits;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.ContentBlock.Role;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/** The member {@code content} of ApplyGuardrail, as the content that a guardrail assesses. */
final class SubmittedContent {
    private static final String REQUIRED = " Grounding source, query and content to guard are required for Guardrails"
            + " contextual grounding policy evaluation.";

    private SubmittedContent() {}

    /**
     * Reads validated blocks.
     *
     * @throws ValidationException when one is an image, or neither text nor image
     */
    static List<ContentBlock> read(List<Object> content) {
        List<ContentBlock> blocks = new ArrayList<>(content.size());
        for (Object item : content) {
            Map<?, ?> union = (Map<?, ?>) item;
            if (union.get("image") != null) {
                throw new ValidationException("Image content is not supported by Outcrop yet. Try again with text.");
            }
            if (!(union.get("text") instanceof Map<?, ?> text)) {
                throw new ValidationException("Every content block needs a text.");
            }
            blocks.add(block(String.valueOf(text.get("text")), text.get("qualifiers")));
        }
        return blocks;
    }

    /**
     * What the qualifiers make of a block (Amazon Bedrock user guide, "Use contextual grounding check"; which policies
     * look at a source or query that is not marked as guarded too is inferred from recorded coverage).
     */
    static ContentBlock block(String text, @Nullable Object qualifiers) {
        List<?> names = qualifiers instanceof List<?> list ? list : List.of();
        Role role = names.contains("grounding_source")
                ? Role.GROUNDING_SOURCE
                : names.contains("query") ? Role.QUERY : Role.CONTENT;
        boolean guarded = role == Role.CONTENT || names.contains("guard_content");
        return new ContentBlock(text, role, guarded, guarded);
    }

    /** @throws ValidationException when grounding is checked and a part that it needs is missing or too long */
    static void requireGrounding(GuardrailConfig config, List<ContentBlock> content) {
        if (!checksGrounding(config)) {
            return;
        }
        require(content, Role.GROUNDING_SOURCE, "the grounding source");
        require(content, Role.QUERY, "the query");
        require(content, Role.CONTENT, "the content to guard");
        limitGrounding(config, content);
    }

    /** @throws ValidationException when grounding is checked and a part of it is too long */
    static void limitGrounding(GuardrailConfig config, List<ContentBlock> content) {
        if (checksGrounding(config)) {
            GroundingLimits.breach(content).ifPresent(breach -> {
                throw new ValidationException(breach);
            });
        }
    }

    /**
     * An answer without a source or a query is not checked for grounding, and may be of any length.
     *
     * @throws ValidationException when an answer is checked for grounding and too long for it
     */
    static void limitGroundedAnswer(GuardrailConfig config, List<ContentBlock> content) {
        if (has(content, Role.GROUNDING_SOURCE) && has(content, Role.QUERY)) {
            limitGrounding(config, content);
        }
    }

    private static boolean checksGrounding(GuardrailConfig config) {
        return config.groundingFilters().stream().anyMatch(filter -> filter.handling() != Handling.DISABLED);
    }

    private static void require(List<ContentBlock> content, Role role, String name) {
        if (!has(content, role)) {
            throw new ValidationException("The provided request does not contain " + name + "." + REQUIRED);
        }
    }

    private static boolean has(List<ContentBlock> content, Role role) {
        return content.stream().anyMatch(block -> block.role() == role);
    }
}
