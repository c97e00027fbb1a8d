package dev.outcrop.server.guardrail;

/** The guardrails that a call can name. Thread-safe. */
@FunctionalInterface
public interface Guardrails {

    /**
     * The guardrail as it stands now: a change of DRAFT, or a deletion, is seen by the next call. May read the store:
     * not for event loops.
     *
     * @param identifier id or ARN, well-formed
     * @param version {@code DRAFT} or a number
     * @throws dev.outcrop.wire.error.ValidationException when there is no such guardrail or version, with the
     *     service's text for invocations
     */
    AppliedGuardrail find(String identifier, String version);
}
