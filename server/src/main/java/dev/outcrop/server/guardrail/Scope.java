package dev.outcrop.server.guardrail;

/** Which entries an assessment lists. */
public enum Scope {
    /** Those that were detected, whatever followed. */
    INTERVENTIONS,
    /** Those that were looked for, too; words and regular expressions only where they occur. */
    FULL
}
