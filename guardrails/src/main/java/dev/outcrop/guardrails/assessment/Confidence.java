package dev.outcrop.guardrails.assessment;

/** How sure a content filter is that a text belongs to its category; in rising order. */
public enum Confidence {
    NONE, LOW, MEDIUM, HIGH
}
