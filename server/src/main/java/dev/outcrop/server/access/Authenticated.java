package dev.outcrop.server.access;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;

/** Decorator that finds out who calls, before anything else is looked at: unknown paths say nothing to strangers. */
public final class Authenticated implements Endpoint {

    /** Hashing a body up to this size costs less than the hop to another thread. */
    private static final int HASH_ON_LOOP = 64 * 1024;

    private final Callers callers;
    private final Endpoint next;

    public Authenticated(Callers callers, Endpoint next) {
        this.callers = callers;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        if (exchange.body().length <= HASH_ON_LOOP) {
            pass(exchange, callers.identify(exchange));
            return;
        }
        Thread.ofVirtual().name("authenticate-" + exchange.requestId()).start(() -> {
            try {
                Principal principal = callers.identify(exchange);
                exchange.onLoop(() -> {
                    try {
                        pass(exchange, principal);
                    } catch (RuntimeException e) {
                        exchange.fail(e);
                    }
                });
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    private void pass(Exchange exchange, Principal principal) {
        if (exchange.isOver()) {
            return;
        }
        exchange.principal(principal);
        next.serve(exchange);
    }
}
