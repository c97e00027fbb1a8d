package dev.outcrop.guardrails.pii;

import dev.outcrop.guardrails.policy.AssessmentException;

/** Whether anyone still waits for the assessment. */
final class Interruption {

    private Interruption() {}

    /** @throws AssessmentException when the thread is interrupted, which it stays */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssessmentException("The assessment was interrupted.", null);
        }
    }
}
