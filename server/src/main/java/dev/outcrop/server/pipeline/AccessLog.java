package dev.outcrop.server.pipeline;

import dev.outcrop.server.http.Exchange;
import org.jspecify.annotations.Nullable;

/** Hears of every exchange that has ended. Thread-safe; called on event loops, so it must not wait. */
@FunctionalInterface
public interface AccessLog {

    /** Nobody hears. */
    AccessLog NONE = (exchange, status, error, nanos) -> {};

    /**
     * An exchange has ended. What was said in it is nobody's business.
     *
     * @param status the status sent, or 0 when the client left before any was
     * @param error the error's code, or null when the answer was none
     * @param nanos from its head to its end
     */
    void ended(Exchange exchange, int status, @Nullable String error, long nanos);
}
