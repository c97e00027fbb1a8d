package dev.outcrop.server.runtime;

import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.GuardrailSettings;
import dev.outcrop.server.guardrail.Tracing;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an invocation say about guardrails. Conditions: Amazon Bedrock user guide, "Test your guardrail",
 * which gives no texts.
 *
 * @param reference null when the call names no guardrail
 */
public record GuardrailHeaders(@Nullable GuardrailReference reference, Tracing tracing) {

    /** @throws ValidationException when only half a guardrail is named */
    static GuardrailHeaders of(BoundInput input) {
        return new GuardrailHeaders(GuardrailReference.of(input), Tracing.of(input.string("trace")));
    }

    /** Before the body is read: a guardrail reads JSON only. */
    void check(@Nullable String contentType) {
        if (reference != null && !MediaTypes.isUnnamedOrJson(contentType)) {
            throw new ValidationException("A guardrail can be applied only when the content type is application/json.");
        }
    }

    /** Once the body is read, and before the family reads it. */
    GuardrailSettings settings(NativeBody body) {
        if (reference == null && body.guardrailConfig() != null) {
            throw new ValidationException("The request body contains amazon-bedrock-guardrailConfig, but no"
                    + " guardrail identifier was provided in the request.");
        }
        return GuardrailSettings.of(body.guardrailConfig());
    }
}
