package dev.outcrop.guardrails.assessment;

import dev.outcrop.guardrails.config.Handling;

/** What a finding, or all of them together, does to the text; in rising order of severity. */
public enum Effect {
    NONE, ANONYMIZED, BLOCKED;

    /** What an entry that was found does. */
    public static Effect of(Handling handling) {
        return switch (handling) {
            case BLOCK -> BLOCKED;
            case ANONYMIZE -> ANONYMIZED;
            case DETECT, DISABLED -> NONE;
        };
    }

    /** The more severe of the two. */
    public Effect and(Effect other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
