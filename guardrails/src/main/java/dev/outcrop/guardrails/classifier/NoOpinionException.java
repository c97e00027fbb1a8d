package dev.outcrop.guardrails.classifier;

import org.jspecify.annotations.Nullable;

/** A consultant has no opinion on a text, so what is configured for that holds. */
public final class NoOpinionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason why, in words that may stand in a trace: no text under assessment, no answer of a model */
    public NoOpinionException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
