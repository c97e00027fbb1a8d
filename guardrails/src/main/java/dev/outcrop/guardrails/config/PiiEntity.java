package dev.outcrop.guardrails.config;

/** One type of sensitive information to look for. */
public record PiiEntity(PiiType type, Handlings handlings) {}
