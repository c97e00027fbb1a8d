package dev.outcrop.storage;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** What storage cannot do; the message says what to do about it, and names no credentials. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such bucket. */
        NO_BUCKET,
        /** There is no such object. */
        NO_OBJECT,
        /** The bucket or object may not be read, or not written. */
        DENIED,
        /** The place for the object is taken: a key cannot be both an object and the folder of others. */
        OCCUPIED,
        /** The disk is full, or an operation failed that may work later. */
        UNAVAILABLE
    }

    private final Reason reason;

    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
