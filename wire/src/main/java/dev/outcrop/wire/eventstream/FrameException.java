package dev.outcrop.wire.eventstream;

/** Bytes that are no frame. The stream they came from cannot be read any further. */
public final class FrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message, null, false, false);
    }
}
