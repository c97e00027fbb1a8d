package dev.outcrop.server.http;

import io.vertx.core.buffer.Buffer;

/** Stands between whoever streams an answer and its reader. Confined to the exchange's event loop. */
public interface StreamFilter {

    /** A part of the stream. */
    void write(Buffer part);

    /** The stream is complete. */
    void end();

    /** Whether whoever streams should wait. */
    boolean isFull();

    /** Runs something once whoever streams may go on. */
    void onDrain(Runnable action);
}
