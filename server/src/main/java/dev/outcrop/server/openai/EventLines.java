package dev.outcrop.server.openai;

import java.nio.charset.StandardCharsets;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.runtime.StreamForm;
import dev.outcrop.wire.error.ServiceException;

/** Server-sent events, one per chunk, and {@code [DONE]} at the end of what has not failed. */
final class EventLines implements StreamForm {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void describe(Exchange exchange) {
        exchange.header(Names.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        exchange.header("cache-control", "no-cache");
    }

    @Override
    public byte[] chunk(byte[] json) {
        byte[] event = new byte[DATA.length + json.length + END_OF_EVENT.length];
        System.arraycopy(DATA, 0, event, 0, DATA.length);
        System.arraycopy(json, 0, event, DATA.length, json.length);
        System.arraycopy(END_OF_EVENT, 0, event, DATA.length + json.length, END_OF_EVENT.length);
        return event;
    }

    @Override
    public byte[] failure(ServiceException failure) {
        return chunk(OpenAiErrors.body(failure));
    }

    @Override
    public byte[] end() {
        return chunk(DONE);
    }

    @Override
    public boolean hasMetrics() {
        return false;
    }
}
