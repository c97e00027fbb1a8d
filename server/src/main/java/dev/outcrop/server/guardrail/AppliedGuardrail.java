package dev.outcrop.server.guardrail;

import dev.outcrop.guardrails.Guardrail;

/**
 * A guardrail that a call named and that was found.
 *
 * @param id the bare id, the key of traces even if the caller named an ARN
 * @param version {@code DRAFT} or a number
 */
public record AppliedGuardrail(String id, String arn, String version, Guardrail guardrail) {}
