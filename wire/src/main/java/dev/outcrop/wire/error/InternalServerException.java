package dev.outcrop.wire.error;

/** A defect or failure of the service. */
public final class InternalServerException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public InternalServerException(String message) {
        super("InternalServerException", 500, message);
    }
}
