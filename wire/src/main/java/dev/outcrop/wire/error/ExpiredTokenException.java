package dev.outcrop.wire.error;

/** The temporary credentials have expired. */
public final class ExpiredTokenException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ExpiredTokenException(String message) {
        super("ExpiredTokenException", 403, message);
    }

    @Override
    public Origin origin() {
        return Origin.AUTHENTICATION;
    }
}
