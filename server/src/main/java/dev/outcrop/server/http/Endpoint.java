package dev.outcrop.server.http;

/** Something that answers exchanges; decorators are endpoints around endpoints. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers now or later.
     *
     * <p>Called on the exchange's event loop, so it must not block. What it throws is answered as if it had called
     * {@link Exchange#fail}.
     */
    void serve(Exchange exchange);
}
