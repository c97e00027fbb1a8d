package dev.outcrop.server.relay;

import java.nio.charset.StandardCharsets;

import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Refuses calls that name a guardrail of this server for a model that the real service answers. Answers that only pass by
 * are not assessed here, and to the service such a guardrail is unknown or, at worst, another one. Thread-safe.
 */
final class OwnGuardrails {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONFIG = "guardrailConfig";

    private final Guardrails guardrails;

    OwnGuardrails(Guardrails guardrails) {
        this.guardrails = guardrails;
    }

    /**
     * Looks for what a call names: in headers, or in the body of a conversation. May read the store and takes as long as
     * the body is long: not for event loops.
     *
     * @throws ValidationException when it is known here
     */
    void refuse(String path, HeaderSource headers, byte[] body) {
        refuse(
                headers.get("X-Amzn-Bedrock-GuardrailIdentifier"),
                headers.get("X-Amzn-Bedrock-GuardrailVersion"));
        if ((path.endsWith("/converse") || path.endsWith("/converse-stream"))
                && new String(body, StandardCharsets.UTF_8).contains(CONFIG)) {
            JsonNode config = config(body);
            refuse(
                    config.path("guardrailIdentifier").asString(""),
                    config.path("guardrailVersion").asString(""));
        }
    }

    private static JsonNode config(byte[] body) {
        try {
            return JSON.readTree(body).path(CONFIG);
        } catch (JacksonException malformed) {
            // The service will say so.
            return MissingNode.getInstance();
        }
    }

    private void refuse(@Nullable String identifier, @Nullable String version) {
        if (isKnown(identifier, version)) {
            throw new ValidationException("The guardrail " + identifier + " is one of this server's, and the model is"
                    + " answered by the real service, which does not apply it. Name a guardrail of that service, or a model"
                    + " that is answered here.");
        }
    }

    /** What is malformed or not here is left to the service to judge. */
    private boolean isKnown(@Nullable String identifier, @Nullable String version) {
        try {
            GuardrailReference reference = GuardrailReference.ofHeaders(identifier, version);
            if (reference == null) {
                return false;
            }
            guardrails.find(reference.identifier(), reference.version());
            return true;
        } catch (ValidationException notHere) {
            return false;
        }
    }
}
