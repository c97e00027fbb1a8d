package dev.outcrop.inference;

/** Nothing that runs the model can be reached now; trying again later may work. */
public final class UnavailableException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }
}
