package dev.outcrop.server.management;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server should be sent calls. Thread-safe.
 *
 * <p>What is asked often costs little: a finding holds for a second, and no check runs twice at a time. A check that takes
 * longer than {@link #PATIENCE_MILLIS} is a check that fails.
 */
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Supplier<@Nullable String>> checks = new ConcurrentHashMap<>();
    private @Nullable Finding last;
    private long lastNanos;
    private volatile boolean draining;

    /**
     * What was found.
     *
     * @param draining whether the server is about to stop
     * @param problems by check, in the order of their names; null where there is none
     */
    public record Finding(boolean draining, Map<String, @Nullable String> problems) {

        /** Whether the server should be sent calls. */
        public boolean isReady() {
            return !draining && problems.values().stream().allMatch(problem -> problem == null);
        }
    }

    /**
     * Adds a check.
     *
     * @param check says what is wrong, in words for whoever runs the server, or null; may block; what it throws is wrong too
     */
    public Readiness with(String name, Supplier<@Nullable String> check) {
        checks.put(name, check);
        return this;
    }

    /** The server is about to stop: it is not ready from now on. */
    public void drain() {
        draining = true;
    }

    /** Asks every check. Blocks. */
    public synchronized Finding find() {
        Finding known = last;
        if (known != null && known.draining() == draining && System.nanoTime() - lastNanos < HOLDS_NANOS) {
            return known;
        }
        Map<String, @Nullable String> problems = new LinkedHashMap<>();
        checks.keySet().stream().sorted().forEach(name -> problems.put(name, problem(name)));
        Finding found = new Finding(draining, problems);
        last = found;
        lastNanos = System.nanoTime();
        return found;
    }

    private @Nullable String problem(String name) {
        Supplier<@Nullable String> check = checks.getOrDefault(name, () -> null);
        CompletableFuture<@Nullable String> asked = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("ready-" + name).start(() -> {
            try {
                asked.complete(check.get());
            } catch (RuntimeException e) {
                asked.completeExceptionally(e);
            }
        });
        try {
            return asked.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            thread.interrupt();
            if (e.getCause() instanceof TimeoutException) {
                return "no answer within " + PATIENCE_MILLIS + " ms";
            }
            LOG.warn("{} is not ready", name, e.getCause());
            return "failed; the log says why";
        }
    }
}
