package dev.outcrop.engines.remote.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Hears one response, on the call's event loop: {@code head body* end}, or at any point {@code failed} as the last. After
 * {@link HttpCall#cancel} it hears nothing.
 */
public interface ResponseListener {

    /** Status and headers. */
    void head(int status, HttpHeaders headers);

    /** A part of the body; valid during the call only. */
    void body(ByteBuf part);

    /** The response is complete. */
    void end();

    /** No response, or no more of it. */
    void failed(Throwable cause);
}
