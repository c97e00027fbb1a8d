package dev.outcrop.storage;

/** A bucket or key that cannot be; the message says why, for the caller to see. */
public final class ObjectNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ObjectNameException(String message) {
        super(message);
    }
}
