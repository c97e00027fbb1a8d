package dev.outcrop.server.fault;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A rule with what it has done so far. Thread-safe. */
final class ArmedRule {
    private final FaultRule rule;
    private final SplittableRandom random;
    private final AtomicLong fired = new AtomicLong();
    private long matched;

    ArmedRule(FaultRule rule) {
        this.rule = rule;
        this.random = new SplittableRandom(rule.firing().seed());
    }

    FaultRule rule() {
        return rule;
    }

    /** Calls touched so far. */
    long fired() {
        return fired.get();
    }

    /** Whether this call is about to be touched. Counts it. */
    boolean fires(FaultyCall call) {
        if (!suits(call) || !rule.calls().matches(call) || !isDue()) {
            return false;
        }
        fired.incrementAndGet();
        return true;
    }

    /** A call is only given what its operation can answer: a stream's faults, an error that it documents. */
    private boolean suits(FaultyCall call) {
        return switch (rule.fault()) {
            case Fault.Answer(var error) -> call.behaves().errors().contains(error.code());
            case Fault.Stream(var _, var breaking) -> call.streams() && (breaking == null || suits(call, breaking));
            case Fault.None() -> true;
            case Fault.Silence() -> true;
            case Fault.Disconnect() -> true;
        };
    }

    private static boolean suits(FaultyCall call, Fault.Breaking breaking) {
        return switch (breaking.damage()) {
            case Fault.Damage.Raised(var error) -> RuntimeErrors.isInStream(call.behaves(), error);
            case Fault.Damage.Checksum() -> call.framing().hasChecksums();
            case Fault.Damage.Truncation() -> true;
            case Fault.Damage.Disconnect() -> true;
            case Fault.Damage.End() -> true;
        };
    }

    private synchronized boolean isDue() {
        FaultRule.Firing firing = rule.firing();
        matched++;
        return matched % firing.every() == 0
                && (firing.first() == 0 || matched <= firing.first())
                && (firing.probability() >= 1 || random.nextDouble() < firing.probability());
    }

    /** How long this call waits. */
    synchronized Duration delay() {
        long jitter = rule.jitter().toMillis();
        return jitter == 0 ? rule.delay() : rule.delay().plusMillis(random.nextLong(jitter + 1));
    }
}
