package dev.outcrop.engines.remote.balance;

import java.net.URI;

import dev.outcrop.engines.remote.http.Target;

/** One server that runs the model. Its state is guarded by its pool's lock. */
public final class Endpoint {
    private final URI uri;
    private final Target target;
    private final Breaker breaker = new Breaker();
    private int outstanding;
    private boolean healthy = true;
    private int failedChecks;
    private long throttledUntil;
    private boolean throttled;

    Endpoint(URI uri) {
        this.uri = uri;
        this.target = Target.of(uri);
    }

    URI uri() {
        return uri;
    }

    /** Where its requests go. */
    public Target target() {
        return target;
    }

    Breaker breaker() {
        return breaker;
    }

    int outstanding() {
        return outstanding;
    }

    void began() {
        outstanding++;
        breaker.begin();
    }

    void ended() {
        outstanding--;
    }

    boolean isThrottled(long now) {
        if (throttled && now - throttledUntil >= 0) {
            throttled = false;
        }
        return throttled;
    }

    void throttle(long until) {
        throttled = true;
        throttledUntil = until;
    }

    boolean isUp(long now) {
        return healthy && breaker.admits(now);
    }

    /** @return whether that changes anything */
    boolean checked(boolean passed, int tolerated) {
        failedChecks = passed ? 0 : failedChecks + 1;
        boolean now = passed || (healthy && failedChecks < tolerated);
        boolean changed = now != healthy;
        healthy = now;
        return changed;
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
