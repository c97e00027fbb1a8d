package dev.outcrop.wire.error;

/** Too many requests; trying again later may work. */
public final class ThrottlingException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ThrottlingException(String message) {
        super("ThrottlingException", 429, message);
    }
}
