package dev.outcrop.engines.remote.balance;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to make one call to an endpoint, until it is released. Thread-safe. */
public final class Lease {
    private final EndpointPool pool;
    private final Endpoint endpoint;
    private final AtomicBoolean released = new AtomicBoolean();

    Lease(EndpointPool pool, Endpoint endpoint) {
        this.pool = pool;
        this.endpoint = endpoint;
    }

    /** Where the call goes. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The call is over; only the first outcome counts. */
    public void release(Outcome outcome) {
        if (released.compareAndSet(false, true)) {
            pool.release(endpoint, outcome);
        }
    }
}
