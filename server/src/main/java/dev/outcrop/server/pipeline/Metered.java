package dev.outcrop.server.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decorator that times and counts exchanges by operation and outcome, and writes the access log (at debug level). */
public final class Metered implements Endpoint {
    private static final Logger ACCESS = LoggerFactory.getLogger("dev.outcrop.access");

    private final Endpoint next;
    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

    private record Outcome(String operation, int status, String error) {}

    public Metered(MeterRegistry registry, Endpoint next) {
        this.registry = registry;
        this.next = next;
        Gauge.builder("outcrop.requests.active", active, AtomicInteger::get)
                .description("Requests under way")
                .register(registry);
    }

    @Override
    public void serve(Exchange exchange) {
        active.incrementAndGet();
        exchange.onEnd((status, error) -> ended(exchange, status, error));
        next.serve(exchange);
    }

    private void ended(Exchange exchange, int status, @Nullable String error) {
        active.decrementAndGet();
        long nanos = System.nanoTime() - exchange.startNanos();
        timers.computeIfAbsent(new Outcome(exchange.operation(), status, error == null ? "" : error), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (ACCESS.isDebugEnabled()) {
            ACCESS.debug(
                    "{} {} {} {} {} ms",
                    exchange.requestId(),
                    exchange.operation(),
                    status == 0 ? "left" : status,
                    error == null ? "-" : error,
                    nanos / 1_000_000);
        }
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("outcrop.requests")
                .description("Requests by operation and outcome; status 0 is a client that left")
                .tag("operation", outcome.operation())
                .tag("status", Integer.toString(outcome.status()))
                .tag("error", outcome.error())
                .register(registry);
    }
}
