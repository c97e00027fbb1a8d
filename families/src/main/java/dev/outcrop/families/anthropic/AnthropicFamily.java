package dev.outcrop.families.anthropic;

import java.util.random.RandomGenerator;

import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

/**
 * Anthropic Claude: Messages, and the text completions of Claude 2 and Instant.
 *
 * <p>The service's schema is a choice of the two: one branch forbids {@code messages}, the other demands it. When a body
 * with {@code messages} breaks its branch, the other branch's complaint comes first; so it does here.
 */
public final class AnthropicFamily implements Family {
    private static final String FORBIDS_MESSAGES = "subject must not be valid against schema {\"required\":[\"messages\"]}";

    private final RandomGenerator random;

    /** @param random source of message ids; must be thread-safe */
    public AnthropicFamily(RandomGenerator random) {
        this.random = random;
    }

    /** The most tokens that a model may be asked for. */
    public static int mostTokens(String modelId) {
        return ClaudeModel.mostTokens(modelId);
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations violations = new Violations();
        boolean messages = body.has("messages");
        if (messages) {
            Violations own = new Violations();
            MessagesBody.SCHEMA.check("#", body, own);
            if (!own.isEmpty()) {
                violations.add("#", FORBIDS_MESSAGES);
                MessagesBody.SCHEMA.check("#", body, violations);
            }
        } else if (body.has("prompt") && !ClaudeModel.hasCompletions(context.modelId())) {
            throw new ValidationException("\"" + ClaudeModel.name(context.modelId())
                    + "\" is not supported on this API. Please use the Messages API instead.");
        } else {
            CompletionBody.SCHEMA.check("#", body, violations);
            if (!violations.isEmpty() && !body.has("prompt")) {
                MessagesBody.SCHEMA.check("#", body, violations);
            }
        }
        violations.throwIfAny();
        return messages ? MessagesBody.parse(context, body, random) : CompletionBody.parse(context, body);
    }
}
