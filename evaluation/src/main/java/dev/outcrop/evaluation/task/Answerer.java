package dev.outcrop.evaluation.task;

import java.io.Serial;

/** A model that answers prompts, one at a time per call. Thread-safe. */
@FunctionalInterface
public interface Answerer {

    /**
     * One answer.
     *
     * @param inputTokens tokens of the prompt
     * @param outputTokens tokens of the answer
     * @param millis how long it took
     */
    record Answered(String text, int inputTokens, int outputTokens, long millis) {}

    /** No answer came, however often it was asked for. */
    final class Unanswered extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        private final String code;
        private final int attempts;

        /**
         * A failure.
         *
         * @param code type of the service's error
         * @param attempts how often the model was asked
         */
        public Unanswered(String code, String message, int attempts) {
            super(message);
            this.code = code;
            this.attempts = attempts;
        }

        /** Type of the service's error. */
        public String code() {
            return code;
        }

        /** How often the model was asked. */
        public int attempts() {
            return attempts;
        }
    }

    /**
     * Asks the model; blocks.
     *
     * @throws Unanswered when there is no answer
     * @throws InterruptedException when the job is stopped
     */
    Answered answer(String prompt) throws Unanswered, InterruptedException;
}
