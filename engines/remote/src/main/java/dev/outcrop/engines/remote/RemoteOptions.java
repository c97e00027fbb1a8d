package dev.outcrop.engines.remote;

import java.time.Duration;

import dev.outcrop.engines.remote.openai.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * How a model behind other servers is asked.
 *
 * @param model what the servers call it
 * @param apiKey null when they want none
 * @param contextLength the most tokens of prompt and answer together
 * @param readsImages whether it sees images
 * @param maxCalls the most calls of one endpoint at once; more wait
 * @param maxWaiting the most calls that wait; more are throttled
 * @param timeouts how long to wait for what
 * @param healthPath what health checks GET, from the server's root; empty for the endpoint's {@code /models}
 * @param healthInterval between two health checks of an endpoint
 */
public record RemoteOptions(
        String model,
        Dialect dialect,
        @Nullable ApiKey apiKey,
        int contextLength,
        boolean readsImages,
        int maxCalls,
        int maxWaiting,
        Timeouts timeouts,
        String healthPath,
        Duration healthInterval) {

    private static final int CONTEXT = 32_768;
    private static final int MAX_CALLS = 256;
    private static final int MAX_WAITING = 1_024;
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(5);

    /** What holds when nothing is configured. */
    public static RemoteOptions defaults(String model) {
        return new RemoteOptions(
                model, Dialect.GENERIC, null, CONTEXT, false, MAX_CALLS, MAX_WAITING, Timeouts.DEFAULTS, "",
                HEALTH_INTERVAL);
    }

    /**
     * How long to wait.
     *
     * @param connect for a connection, TLS handshake included
     * @param firstToken from the call to its first token, waiting in line included
     * @param idle between two tokens
     * @param answer for a whole answer
     */
    public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration answer) {

        /** A prompt may take minutes to be read; an answer that pauses for one has failed. */
        public static final Timeouts DEFAULTS = new Timeouts(
                Duration.ofSeconds(2), Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(30));
    }

    public RemoteOptions withDialect(Dialect other) {
        return new RemoteOptions(model, other, apiKey, contextLength, readsImages, maxCalls, maxWaiting, timeouts,
                healthPath, healthInterval);
    }

    public RemoteOptions withApiKey(@Nullable ApiKey other) {
        return new RemoteOptions(model, dialect, other, contextLength, readsImages, maxCalls, maxWaiting, timeouts,
                healthPath, healthInterval);
    }

    public RemoteOptions withContextLength(int other) {
        return new RemoteOptions(model, dialect, apiKey, other, readsImages, maxCalls, maxWaiting, timeouts,
                healthPath, healthInterval);
    }

    public RemoteOptions withImages(boolean other) {
        return new RemoteOptions(model, dialect, apiKey, contextLength, other, maxCalls, maxWaiting, timeouts,
                healthPath, healthInterval);
    }

    public RemoteOptions withLimits(int calls, int waiting) {
        return new RemoteOptions(model, dialect, apiKey, contextLength, readsImages, calls, waiting, timeouts,
                healthPath, healthInterval);
    }

    public RemoteOptions withTimeouts(Timeouts other) {
        return new RemoteOptions(model, dialect, apiKey, contextLength, readsImages, maxCalls, maxWaiting, other,
                healthPath, healthInterval);
    }

    public RemoteOptions withHealthChecks(String path, Duration interval) {
        return new RemoteOptions(model, dialect, apiKey, contextLength, readsImages, maxCalls, maxWaiting, timeouts,
                path, interval);
    }
}
