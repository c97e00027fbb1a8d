package dev.outcrop.wire.error;

/** The signature is not in the form of one. */
public final class IncompleteSignatureException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public IncompleteSignatureException(String message) {
        super("IncompleteSignatureException", 400, message);
    }

    @Override
    public Origin origin() {
        return Origin.AUTHENTICATION;
    }
}
