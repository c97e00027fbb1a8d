package dev.outcrop.server.invocationlog.delivery;

import java.util.Locale;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Measures of the invocation log. Thread-safe. */
public final class DeliveryMeters {
    private final MeterRegistry registry;
    private final Counter delivered;
    private final Counter failures;

    /** @param waitingBytes what waits on the disk */
    public DeliveryMeters(MeterRegistry registry, LongSupplier waitingBytes) {
        this.registry = registry;
        delivered = Counter.builder("outcrop.invocation.log.delivered")
                .description("Records of invocations that are at their destination")
                .register(registry);
        failures = Counter.builder("outcrop.invocation.log.failures")
                .description("Attempts to deliver that failed")
                .register(registry);
        Gauge.builder("outcrop.invocation.log.waiting", waitingBytes, LongSupplier::getAsLong)
                .description("Records of invocations that wait on the disk")
                .baseUnit("bytes")
                .register(registry);
    }

    void delivered(int records) {
        delivered.increment(records);
    }

    void failed() {
        failures.increment();
    }

    /** Records that will never be delivered. */
    public void dropped(String reason, int records) {
        Counter.builder("outcrop.invocation.log.dropped")
                .description("Records of invocations that are lost")
                .tag("reason", reason.toLowerCase(Locale.ROOT))
                .register(registry)
                .increment(records);
    }
}
