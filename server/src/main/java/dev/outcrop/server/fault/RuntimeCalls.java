package dev.outcrop.server.fault;

import java.util.List;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.route.Router;
import org.jspecify.annotations.Nullable;

/** Reads calls of the runtime API. Thread-safe. */
public final class RuntimeCalls implements FaultyCall.Reader {
    private final Router router;
    private final Framing framing = new EventStreamFraming();

    /** @param basePath what stands in front of every path */
    public RuntimeCalls(ApiModel runtime, String basePath) {
        this.router = new Router(List.of(runtime), basePath);
    }

    @Override
    public @Nullable FaultyCall read(Exchange exchange) {
        Route route;
        try {
            route = router.route(exchange.method(), exchange.rawPath());
        } catch (ServiceException e) {
            // No call of this API. Whoever serves it says so.
            return null;
        }
        return new FaultyCall(
                exchange,
                route.operation().name(),
                route.operation(),
                route.labels().getOrDefault("modelId", ""),
                framing,
                null);
    }
}
