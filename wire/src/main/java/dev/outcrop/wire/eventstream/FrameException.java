package dev.outcrop.wire.eventstream;

/** Bytes that are not an event stream; the message says which rule they break. */
public final class FrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message);
    }
}
