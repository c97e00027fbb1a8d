package dev.outcrop.engines.remote.sse;

/** What came is no stream of server-sent events that can be read; the message says why. */
public final class MalformedSseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedSseException(String message) {
        super(message, null, false, false);
    }
}
