package dev.outcrop.server.pipeline;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.route.Route;

/** Told of a call once its operation is known, before anything else of it is looked at. */
@FunctionalInterface
public interface RouteListener {

    /** On the exchange's event loop; must not block. */
    void routed(Exchange exchange, Route route);
}
