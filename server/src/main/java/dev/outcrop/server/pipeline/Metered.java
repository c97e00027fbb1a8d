package dev.outcrop.server.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.metrics.InvocationMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/** Decorator that times and counts exchanges by operation and outcome, and tells the access log of each. */
public final class Metered implements Endpoint {
    private final Endpoint next;
    private final MeterRegistry registry;
    private final InvocationMeters invocations;
    private final AccessLog log;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

    private record Outcome(String operation, int status, String error) {}

    public Metered(MeterRegistry registry, InvocationMeters invocations, AccessLog log, Endpoint next) {
        this.invocations = invocations;
        this.log = log;
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
        String modelId = exchange.modelId();
        if (modelId != null) {
            invocations.ended(exchange.measuredAs(), modelId, error, nanos);
        }
        log.ended(exchange, status, error, nanos);
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
