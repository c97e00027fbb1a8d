package dev.outcrop.inference;

/** The model did not answer, or not go on, in the time that it is given. */
public final class TimedOutException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public TimedOutException(String message) {
        super(message);
    }
}
