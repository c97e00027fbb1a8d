package dev.outcrop.engines.remote;

import java.net.URI;
import java.util.Collection;

import dev.outcrop.engines.remote.balance.EndpointPool;
import dev.outcrop.engines.remote.balance.HealthChecks;
import dev.outcrop.engines.remote.balance.RetryBudget;
import dev.outcrop.engines.remote.http.HttpClient;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.openai.UpstreamFailures;
import org.jspecify.annotations.Nullable;

/** The servers of one model, with everything that calls to them share. Thread-safe. */
final class Upstream implements AutoCloseable {
    private final RemoteOptions options;
    private final Loops loops;
    private final HttpClient http;
    private final EndpointPool pool;
    private final RetryBudget retries = new RetryBudget();
    private final UpstreamFailures failures;
    private final HealthChecks health;

    /** @param loops not closed here */
    Upstream(Collection<URI> endpoints, RemoteOptions options, Loops loops) {
        this.options = options;
        this.loops = loops;
        this.http = new HttpClient(options.timeouts().connect());
        this.pool = new EndpointPool(
                options.model(), endpoints, options.maxCalls(), options.maxWaiting(), System::nanoTime);
        this.failures = new UpstreamFailures(options.model(), options.contextLength());
        this.health = new HealthChecks(
                pool,
                http,
                loops.own(),
                endpoint -> options.healthPath().isEmpty()
                        ? endpoint.target().basePath() + "/models"
                        : options.healthPath(),
                authorization(),
                options.healthInterval());
    }

    RemoteOptions options() {
        return options;
    }

    Loops loops() {
        return loops;
    }

    HttpClient http() {
        return http;
    }

    EndpointPool pool() {
        return pool;
    }

    RetryBudget retries() {
        return retries;
    }

    UpstreamFailures failures() {
        return failures;
    }

    @Nullable
    String authorization() {
        ApiKey key = options.apiKey();
        return key == null ? null : key.authorization();
    }

    @Override
    public void close() {
        health.close();
        http.close();
    }
}
