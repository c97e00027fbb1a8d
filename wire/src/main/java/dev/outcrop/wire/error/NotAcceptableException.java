package dev.outcrop.wire.error;

/** The caller accepts no type in which the operation answers. */
public final class NotAcceptableException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public NotAcceptableException(String message) {
        super("NotAcceptableException", 406, message);
    }
}
