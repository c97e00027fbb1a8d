package dev.outcrop.wire.error;

/** The request carries no credentials. */
public final class MissingAuthenticationTokenException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public MissingAuthenticationTokenException(String message) {
        super("MissingAuthenticationTokenException", 403, message);
    }

    @Override
    public Origin origin() {
        return Origin.AUTHENTICATION;
    }
}
