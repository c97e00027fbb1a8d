package dev.outcrop.guardrails.config;

/** A word or phrase that is matched whatever its case, as a whole. */
public record CustomWord(String text, Handlings handlings) {}
