package dev.outcrop.server.runtime;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;

/** How the chunks of a response stream go over the wire. Thread-safe. */
public interface StreamForm {

    /** Sets the headers that say so. */
    void describe(Exchange exchange);

    /** One chunk. */
    byte[] chunk(byte[] json);

    /** A failure after the first chunk; nothing follows it. */
    byte[] failure(ServiceException failure);

    /** What ends a stream that has not failed; may be nothing. */
    byte[] end();

    /** Whether the last chunk carries {@code amazon-bedrock-invocationMetrics}. */
    boolean hasMetrics();
}
