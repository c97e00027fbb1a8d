package dev.outcrop.guardrails.tags;

/** The tags of a prompt are nested or do not open and close in pairs, so what they mean is not certain. */
public final class UnpairedTagException extends RuntimeException {

    /** @param message for the caller; names tags, quotes no other text */
    public UnpairedTagException(String message) {
        super(message);
    }
}
