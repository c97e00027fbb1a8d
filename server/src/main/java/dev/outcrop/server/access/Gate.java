package dev.outcrop.server.access;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.RequestBinder;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.route.Router;

/**
 * What a call has to pass that another service answers: it is read as if it were answered here, because what it needs depends on
 * what it says.
 */
public final class Gate {
    private final Router router;
    private final RequestBinder binder;
    private final Authorizer authorizer;

    public Gate(Router router, RequestBinder binder, Authorizer authorizer) {
        this.router = router;
        this.binder = binder;
        this.authorizer = authorizer;
    }

    /**
     * Lets a call through, now or later, or fails it.
     *
     * @throws dev.outcrop.wire.error.ServiceException when it may not pass
     */
    public void admit(Exchange exchange, Runnable then) {
        // Where anybody may do anything, bytes pass unread.
        if (exchange.principal().kind() == Principal.Kind.OPEN) {
            then.run();
            return;
        }
        Route route = router.route(exchange.method(), exchange.rawPath());
        Thread.ofVirtual().name("bind-" + exchange.requestId()).start(() -> {
            try {
                BoundInput input = binder.bind(route, exchange.rawQuery(), exchange.headers(), exchange.body());
                exchange.onLoop(() -> authorize(exchange, route, input, then));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    private void authorize(Exchange exchange, Route route, BoundInput input, Runnable then) {
        try {
            authorizer.authorize(exchange, route.operation().name(), input, then);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }
}
