package dev.outcrop.wire.error;

/** The model is still loading; SDKs try again. */
public final class ModelNotReadyException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ModelNotReadyException(String message) {
        super("ModelNotReadyException", 429, message);
    }
}
