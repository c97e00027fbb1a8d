package dev.outcrop.server.access;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;

/** Decorator that finds out who calls, before anything else is looked at: unknown paths say nothing to strangers. */
public final class Authenticated implements Endpoint {
    private final Callers callers;
    private final Endpoint next;

    public Authenticated(Callers callers, Endpoint next) {
        this.callers = callers;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        exchange.principal(callers.identify(exchange));
        next.serve(exchange);
    }
}
