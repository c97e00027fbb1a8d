package dev.outcrop.server.runtime;

import java.util.Map;

import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.StreamProcessingMode;
import dev.outcrop.server.guardrail.Tracing;
import dev.outcrop.wire.bind.BoundInput;
import org.jspecify.annotations.Nullable;

/**
 * The member {@code guardrailConfig}.
 *
 * @param reference null when it names no guardrail
 */
record ConverseGuardrail(@Nullable GuardrailReference reference, Tracing tracing, StreamProcessingMode mode) {

    /**
     * Reads the member, before the API model's constraints are checked or after.
     *
     * @throws dev.outcrop.wire.error.ValidationException when it is malformed, in the service's own words
     */
    static ConverseGuardrail of(BoundInput input) {
        Map<String, Object> config = input.structure("guardrailConfig");
        GuardrailReference reference = GuardrailReference
                .ofHeaders((String) config.get("guardrailIdentifier"), (String) config.get("guardrailVersion"));
        return new ConverseGuardrail(
                reference,
                tracing((String) config.get("trace")),
                "async".equals(config.get("streamProcessingMode"))
                        ? StreamProcessingMode.ASYNCHRONOUS
                        : StreamProcessingMode.SYNCHRONOUS);
    }

    /** What the API model does not know is refused when it is validated. */
    private static Tracing tracing(@Nullable String trace) {
        return switch (trace) {
            case "enabled" -> Tracing.ENABLED;
            case "enabled_full" -> Tracing.ENABLED_FULL;
            case null, default -> Tracing.DISABLED;
        };
    }
}
