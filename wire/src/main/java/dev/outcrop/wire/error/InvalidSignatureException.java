package dev.outcrop.wire.error;

/** The signature is not what the secret makes of this request, or not good for this time and place. */
public final class InvalidSignatureException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public InvalidSignatureException(String message) {
        super("InvalidSignatureException", 403, message);
    }

    @Override
    public Origin origin() {
        return Origin.AUTHENTICATION;
    }
}
