package dev.outcrop.wire.error;

/** The model took longer than allowed. */
public final class ModelTimeoutException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ModelTimeoutException(String message) {
        super("ModelTimeoutException", 408, message);
    }
}
