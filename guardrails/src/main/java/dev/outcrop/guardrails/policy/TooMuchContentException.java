package dev.outcrop.guardrails.policy;

/**
 * The content is more than a guardrail assesses: it is too long, or made so that it takes too much to read. Repeating it
 * cannot help, sending less at a time can. Its message is for whoever sent the content.
 */
public final class TooMuchContentException extends AssessmentException {

    /** What is too much, in words for the caller (no text under assessment). */
    public TooMuchContentException(String message) {
        super(message, null);
    }
}
