package dev.outcrop.guardrails.config;

/** What happens when an entry is found in one direction, defaults and switches resolved. */
public enum Handling {
    /** The whole text is replaced by the blocked message. */
    BLOCK,
    /** The found span is replaced by a placeholder. */
    ANONYMIZE,
    /** It is reported and nothing else ({@code action: NONE}). */
    DETECT,
    /** It is not looked for, not counted and not reported ({@code enabled: false}). */
    DISABLED
}
