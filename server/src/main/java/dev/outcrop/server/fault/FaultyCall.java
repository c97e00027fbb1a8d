package dev.outcrop.server.fault;

import java.util.function.Function;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.WrittenError;
import dev.outcrop.wire.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A call as rules see it, before it is served.
 *
 * @param operation the operation's name
 * @param behaves the runtime operation whose errors it answers; the same one, unless the API has no model of its own
 * @param modelId as the caller wrote it; empty when the call names none
 * @param framing how its stream's events are told apart
 * @param errors how its errors are written, or null for the service's own form
 */
public record FaultyCall(
        Exchange exchange,
        String operation,
        Operation behaves,
        String modelId,
        Framing framing,
        @Nullable Function<ServiceException, WrittenError> errors) {

    /** Reads the calls of one API. Thread-safe. */
    @FunctionalInterface
    public interface Reader {

        /** What is called, or null when it is no call of this API. */
        @Nullable
        FaultyCall read(Exchange exchange);
    }

    /** Whether it is answered by a stream. */
    boolean streams() {
        return RuntimeErrors.eventStream(behaves) != null;
    }
}
