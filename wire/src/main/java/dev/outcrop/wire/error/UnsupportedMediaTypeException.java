package dev.outcrop.wire.error;

/** The content type is not the one the operation reads. */
public final class UnsupportedMediaTypeException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public UnsupportedMediaTypeException(String message) {
        super("UnsupportedMediaTypeException", 415, message);
    }
}
