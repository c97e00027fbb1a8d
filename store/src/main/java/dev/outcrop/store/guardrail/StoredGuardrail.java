package dev.outcrop.store.guardrail;

/** One version of a guardrail, whole. */
public record StoredGuardrail(GuardrailHead head, String document) {}
