package dev.outcrop.server.access;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.server.http.Exchange;

/** Knows who may call. Thread-safe. */
@FunctionalInterface
public interface Callers {

    /**
     * Who sent a request. Does not block, but takes as long as the body is long.
     *
     * @throws dev.outcrop.wire.error.ServiceException what a caller who cannot be identified is answered
     */
    Principal identify(Exchange exchange);

    /** Where no credentials exist, nobody is asked for any. */
    static Callers open(String account) {
        Principal everybody = Principal.open(account);
        return exchange -> everybody;
    }
}
