package dev.outcrop.guardrails.config;

/** Whose text is assessed: what a caller sends to a model, or what the model answers. */
public enum Direction {
    INPUT, OUTPUT
}
