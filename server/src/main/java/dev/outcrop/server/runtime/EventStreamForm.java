package dev.outcrop.server.runtime;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.eventstream.EventEncoder;

/** Events of InvokeModelWithResponseStream. */
final class EventStreamForm implements StreamForm {
    private static final byte[] NOTHING = new byte[0];

    private final EventEncoder encoder;

    EventStreamForm(EventEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public void describe(Exchange exchange) {
        exchange.header(Names.CONTENT_TYPE, Names.EVENT_STREAM);
        exchange.header(Names.BEDROCK_CONTENT_TYPE, Names.JSON);
    }

    @Override
    public byte[] chunk(byte[] json) {
        return encoder.chunk(json);
    }

    @Override
    public byte[] failure(ServiceException failure) {
        return encoder.exception(failure);
    }

    @Override
    public byte[] end() {
        return NOTHING;
    }

    @Override
    public boolean hasMetrics() {
        return true;
    }
}
