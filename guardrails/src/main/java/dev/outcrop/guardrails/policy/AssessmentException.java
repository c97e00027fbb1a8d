package dev.outcrop.guardrails.policy;

import org.jspecify.annotations.Nullable;

/** A policy could not decide, so nothing may pass. */
public sealed class AssessmentException extends RuntimeException permits TooMuchContentException {

    /** What failed, in words that may be logged (no text under assessment). */
    public AssessmentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
