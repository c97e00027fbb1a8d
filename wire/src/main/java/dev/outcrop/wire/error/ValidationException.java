package dev.outcrop.wire.error;

/** The request breaks a rule of the operation or the model. */
public final class ValidationException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ValidationException(String message) {
        super("ValidationException", 400, message);
    }
}
