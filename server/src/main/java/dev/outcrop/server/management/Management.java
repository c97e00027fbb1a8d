package dev.outcrop.server.management;

import java.time.Duration;

import dev.outcrop.server.fault.Faults;
import dev.outcrop.server.pipeline.AccessLog;
import org.jspecify.annotations.Nullable;

/**
 * What whoever runs a server works with.
 *
 * @param faults the faults on purpose that hold now
 * @param faultsAdmin whether they can be set over HTTP, from this machine
 * @param retryAfter what callers are told to wait who are throttled or find the server unavailable; zero tells nothing
 * @param metrics what {@code /metrics} shows, or null for none
 * @param readiness what {@code /readyz} tells
 * @param preDrain how long the server goes on taking calls once it says that it is no longer ready
 * @param listener where metrics and health are served besides, or null
 * @param log hears of every call
 */
public record Management(
        Faults faults,
        boolean faultsAdmin,
        Duration retryAfter,
        @Nullable MetricsPage metrics,
        Readiness readiness,
        Duration preDrain,
        @Nullable Listener listener,
        AccessLog log) {

    /** An address of its own for whoever watches the server; without TLS. */
    public record Listener(String host, int port) {}

    /** Nothing but the APIs. */
    public static Management none() {
        return new Management(new Faults(), false, Duration.ZERO, null, new Readiness(), Duration.ZERO, null,
                AccessLog.NONE);
    }

    /** The same with these faults, which can be set over HTTP. */
    public Management withFaults(Faults other) {
        return new Management(other, true, Duration.ofSeconds(1), metrics, readiness, preDrain, listener, log);
    }
}
