package dev.outcrop.wire.error;

/** No such access key, or its session token is another. */
public final class UnrecognizedClientException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public UnrecognizedClientException(String message) {
        super("UnrecognizedClientException", 403, message);
    }

    @Override
    public Origin origin() {
        return Origin.AUTHENTICATION;
    }
}
