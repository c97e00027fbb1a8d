package dev.outcrop.wire.error;

/** The body cannot be read as the operation's input. */
public final class SerializationException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public SerializationException(String message) {
        super("SerializationException", 400, message);
    }
}
