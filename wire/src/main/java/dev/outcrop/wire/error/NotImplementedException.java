package dev.outcrop.wire.error;

/** The operation or model exists, and Outcrop does not answer it yet. */
public final class NotImplementedException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public NotImplementedException(String message) {
        super("NotImplementedException", 501, message);
    }
}
