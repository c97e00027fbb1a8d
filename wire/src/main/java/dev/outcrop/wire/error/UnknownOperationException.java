package dev.outcrop.wire.error;

/** No operation has this method and path. */
public final class UnknownOperationException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public UnknownOperationException(String message) {
        super("UnknownOperationException", 404, message);
    }
}
