package dev.outcrop.server.http;

import io.vertx.core.buffer.Buffer;

/** A stream's way to its reader, as a {@link StreamFilter} uses it. Confined to the exchange's event loop. */
public interface ResponseSink {

    /** How a stream that is not complete ends. */
    enum Cut {
        /** As one that is. */
        END,
        /** By breaking off, so that it does not look complete. */
        ABORT
    }

    /** Sends a part. */
    void write(Buffer part);

    /** Ends the stream. */
    void end();

    /** Ends the stream before its time: whoever streams is told that its reader has left. */
    void cutShort(Cut how);

    /** Whether the reader reads more slowly than it is written to. */
    boolean isFull();

    /** Runs something once the reader has caught up. */
    void onDrain(Runnable action);
}
