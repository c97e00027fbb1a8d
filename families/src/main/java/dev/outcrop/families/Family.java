package dev.outcrop.families;

import tools.jackson.databind.JsonNode;

/**
 * One provider's way of writing requests and answers. Stateless and thread-safe.
 *
 * <p>A family translates; it does not invoke. What it returns from {@link #parse} holds the neutral request for the
 * engine, the texts that can be assessed or rewritten, and the way back to the family's own bodies and chunks. Every
 * cross-cutting feature (guardrails, logging, metrics) works on those, so that a new family gets them all.
 */
public interface Family {

    /**
     * Reads the body of InvokeModel or InvokeModelWithResponseStream.
     *
     * @param body the body without {@code amazon-bedrock-*} members, which the caller has taken out
     * @throws dev.outcrop.wire.error.ValidationException with the exact text of the service when the body is malformed
     */
    Invocation parse(InvocationContext context, JsonNode body);
}
