package dev.outcrop.wire.error;

/** The request contradicts an earlier one. */
public final class ConflictException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super("ConflictException", 400, message);
    }
}
