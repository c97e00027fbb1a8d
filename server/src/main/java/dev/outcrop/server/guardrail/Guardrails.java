package dev.outcrop.server.guardrail;

import dev.outcrop.wire.error.ValidationException;

/** The guardrails that a call can name. Thread-safe. */
@FunctionalInterface
public interface Guardrails {

    /**
     * The guardrail as it stands now: a change of DRAFT, or a deletion, is seen by the next call. May read the store:
     * not for event loops.
     *
     * @param identifier id or ARN, well-formed
     * @param version {@code DRAFT} or a number
     * @throws ValidationException when there is no such guardrail or version: {@link #unknown}
     */
    AppliedGuardrail find(String identifier, String version);

    /** What the service says of an unknown guardrail and of an unknown version alike. */
    static ValidationException unknown() {
        return new ValidationException(
                "The guardrail identifier or version provided in the request does not exist.");
    }

    /** No guardrails. */
    static Guardrails none() {
        return (identifier, version) -> {
            throw unknown();
        };
    }
}
