package dev.outcrop.engines.remote.balance;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of one model.
 *
 * <p>A call goes to the endpoint that its prefix prefers, so that turns of one conversation find their key-value cache
 * again: rendezvous hashing (Thaler and Ravishankar 1998) with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2016).
 * An endpoint takes at most {@value #BOUND} times its even share of the calls under way; beyond that the next one in the
 * prefix's order does, and when all are beyond it, the one with the fewest. With every endpoint at its most calls, a call
 * waits in a bounded line.
 *
 * <p>Thread-safe. What waits is told on the thread that made room for it.
 */
public final class EndpointPool {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointPool.class);
    private static final double BOUND = 1.25;
    private static final long LONGEST_THROTTLE = TimeUnit.SECONDS.toNanos(10);
    /** Health checks that may fail in a row before an endpoint counts as down. */
    private static final int TOLERATED_CHECKS = 2;

    private final String model;
    private final int maxCalls;
    private final int maxWaiting;
    private final LongSupplier nanoTime;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private List<Endpoint> endpoints = List.of();

    /** Hears when a call may begin. */
    public interface Waiter {

        /** It may begin, with this lease. */
        void ready(Lease lease);

        /** It never may. */
        void refused(InferenceException reason);
    }

    private record Waiting(long affinity, Waiter waiter) {}

    /**
     * @param model for messages
     * @param maxCalls the most calls of one endpoint at once
     * @param maxWaiting the most calls in line
     * @param nanoTime {@link System#nanoTime}, or a test's
     */
    public EndpointPool(String model, Collection<URI> uris, int maxCalls, int maxWaiting, LongSupplier nanoTime) {
        this.model = model;
        this.maxCalls = maxCalls;
        this.maxWaiting = maxWaiting;
        this.nanoTime = nanoTime;
        replace(uris);
    }

    /** Other endpoints from now on; those that stay keep their state, calls on those that go run to their end. */
    public void replace(Collection<URI> uris) {
        List<Runnable> told;
        synchronized (this) {
            List<Endpoint> next = new ArrayList<>();
            for (URI uri : uris) {
                next.add(endpoints.stream().filter(known -> known.uri().equals(uri)).findFirst()
                        .orElseGet(() -> new Endpoint(uri)));
            }
            endpoints = List.copyOf(next);
            told = serveLine();
        }
        told.forEach(Runnable::run);
    }

    /** Those in use. */
    public synchronized List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * An endpoint for a call, now or later.
     *
     * @param affinity hash of what the call should share an endpoint for
     * @param tried those that have failed on this call
     * @param waiter told later when there is no room now
     * @return what it may begin with at once; empty when it waits, and may leave the line by {@link #leave}
     * @throws OverloadedException when the line is full, or every endpoint asks to be left alone
     * @throws UnavailableException when no endpoint is up
     */
    public Optional<Lease> acquire(long affinity, Collection<Endpoint> tried, Waiter waiter) {
        synchronized (this) {
            long now = nanoTime.getAsLong();
            List<Endpoint> up = up(tried, now);
            if (up.isEmpty()) {
                throw none(now);
            }
            Endpoint chosen = line.isEmpty() ? choose(up, affinity) : null;
            if (chosen != null) {
                return Optional.of(lease(chosen));
            }
            if (line.size() >= maxWaiting) {
                throw new OverloadedException("Too many calls wait for " + model + ".");
            }
            line.add(new Waiting(affinity, waiter));
            return Optional.empty();
        }
    }

    /** Leaves the line. */
    public synchronized void leave(Waiter waiter) {
        line.removeIf(waiting -> waiting.waiter().equals(waiter));
    }

    /** Whether a call may be tried on an endpoint that it has not met. */
    public synchronized boolean hasOther(Collection<Endpoint> tried) {
        return !up(tried, nanoTime.getAsLong()).isEmpty();
    }

    /** A health check has passed or failed. */
    void checked(Endpoint endpoint, boolean passed) {
        List<Runnable> told;
        synchronized (this) {
            if (endpoint.checked(passed, TOLERATED_CHECKS)) {
                LOG.warn("Endpoint {} of {} is {}", endpoint, model, passed ? "up again" : "down");
            }
            told = serveLine();
        }
        told.forEach(Runnable::run);
    }

    private Lease lease(Endpoint endpoint) {
        endpoint.began();
        return new Lease(this, endpoint);
    }

    void release(Endpoint endpoint, Outcome outcome) {
        List<Runnable> told;
        synchronized (this) {
            endpoint.ended();
            record(endpoint, outcome, nanoTime.getAsLong());
            told = serveLine();
        }
        told.forEach(Runnable::run);
    }

    private void record(Endpoint endpoint, Outcome outcome, long now) {
        switch (outcome) {
            case Outcome.Answered() -> endpoint.breaker().answered();
            case Outcome.Failed() -> {
                if (endpoint.breaker().failed(now, mayEject())) {
                    LOG.warn("Endpoint {} of {} fails and is left alone for a while", endpoint, model);
                }
            }
            case Outcome.Throttled(long pause) -> {
                endpoint.breaker().undecided();
                if (pause > 0) {
                    endpoint.throttle(now + Math.min(pause, LONGEST_THROTTLE));
                }
            }
            case Outcome.Nothing() -> endpoint.breaker().undecided();
        }
    }

    /** Outliers are told by comparison: of those left, at least half must be in use. */
    private boolean mayEject() {
        long open = endpoints.stream().filter(each -> each.breaker().isOpen()).count();
        return 2 * (open + 1) <= endpoints.size();
    }

    private List<Endpoint> up(Collection<Endpoint> tried, long now) {
        return endpoints.stream()
                .filter(each -> each.isUp(now) && !each.isThrottled(now) && !tried.contains(each))
                .toList();
    }

    private InferenceException none(long now) {
        return endpoints.stream().anyMatch(each -> each.isUp(now) && each.isThrottled(now))
                ? new OverloadedException("Every endpoint of " + model + " has too much to do.")
                : new UnavailableException("No endpoint of " + model + " can be reached.");
    }

    /** Null when all are full. */
    private @Nullable Endpoint choose(List<Endpoint> up, long affinity) {
        int total = up.stream().mapToInt(Endpoint::outstanding).sum();
        int bound = (int) Math.ceil(BOUND * (total + 1) / up.size());
        return up.stream()
                .filter(each -> each.outstanding() < Math.min(bound, maxCalls))
                .max(Comparator.comparingLong(each -> mix(affinity ^ each.uri().hashCode())))
                .or(() -> up.stream()
                        .filter(each -> each.outstanding() < maxCalls)
                        .min(Comparator.comparingInt(Endpoint::outstanding)))
                .orElse(null);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014): neighbouring inputs give unrelated outputs. */
    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Who can begin, begins; when nothing is up any more, nobody ever can. To be told outside the lock. */
    private List<Runnable> serveLine() {
        List<Runnable> told = new ArrayList<>();
        long now = nanoTime.getAsLong();
        while (!line.isEmpty()) {
            List<Endpoint> up = up(List.of(), now);
            if (up.isEmpty()) {
                InferenceException reason = none(now);
                Waiter refused = line.remove().waiter();
                told.add(() -> refused.refused(reason));
                continue;
            }
            Endpoint chosen = choose(up, line.element().affinity());
            if (chosen == null) {
                break;
            }
            Waiter next = line.remove().waiter();
            Lease lease = lease(chosen);
            told.add(() -> next.ready(lease));
        }
        return told;
    }
}
