package dev.outcrop.engines.remote.balance;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.outcrop.engines.remote.http.HttpCall;
import dev.outcrop.engines.remote.http.HttpClient;
import dev.outcrop.engines.remote.http.Request;
import dev.outcrop.engines.remote.http.ResponseListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks every endpoint at an interval whether it lives: any answer below 500 says so. The first time at once. Thread-safe.
 */
public final class HealthChecks implements AutoCloseable {
    private static final int SERVER_ERRORS = 500;

    private final EndpointPool pool;
    private final HttpClient http;
    private final EventLoop loop;
    private final Path path;
    private final @Nullable String authorization;
    private final Duration interval;
    private final ScheduledFuture<?> task;
    private final Set<Endpoint> running = ConcurrentHashMap.newKeySet();

    /** What is asked for. */
    @FunctionalInterface
    public interface Path {
        /** A path from the endpoint's root. */
        String of(Endpoint endpoint);
    }

    /**
     * Begins to check.
     *
     * @param loop carries the checks
     * @param authorization value of that header, or null
     * @param interval between two checks, and the longest that one may take
     */
    public HealthChecks(
            EndpointPool pool,
            HttpClient http,
            EventLoop loop,
            Path path,
            @Nullable String authorization,
            Duration interval) {
        this.pool = pool;
        this.http = http;
        this.loop = loop;
        this.path = path;
        this.authorization = authorization;
        this.interval = interval;
        this.task = loop.scheduleAtFixedRate(this::checkAll, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void checkAll() {
        for (Endpoint endpoint : pool.endpoints()) {
            if (running.add(endpoint)) {
                new Check(endpoint).begin();
            }
        }
    }

    /** One question to one endpoint. */
    private final class Check implements ResponseListener {
        private final Endpoint endpoint;
        private @Nullable HttpCall call;
        private @Nullable ScheduledFuture<?> deadline;
        private boolean over;

        Check(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        void begin() {
            deadline = loop.schedule(() -> end(false), interval.toNanos(), TimeUnit.NANOSECONDS);
            call = http.send(
                    loop, endpoint.target(), Request.get(path.of(endpoint), authorization), this);
        }

        @Override
        public void head(int status, HttpHeaders headers) {
            end(status < SERVER_ERRORS);
        }

        @Override
        public void body(ByteBuf part) {}

        @Override
        public void end() {}

        @Override
        public void failed(Throwable cause) {
            end(false);
        }

        private void end(boolean passed) {
            if (over) {
                return;
            }
            over = true;
            running.remove(endpoint);
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (call != null) {
                // The body may be of any length; what matters is known.
                call.cancel();
            }
            pool.checked(endpoint, passed);
        }
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}
