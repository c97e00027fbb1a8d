package dev.outcrop.inference;

/** The engine has no room for another generation now; trying again later may work. */
public final class OverloadedException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        super(message);
    }
}
