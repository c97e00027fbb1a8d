package dev.outcrop.engines.remote;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

import dev.outcrop.engines.remote.balance.Endpoint;
import dev.outcrop.engines.remote.balance.EndpointPool;
import dev.outcrop.engines.remote.balance.Lease;
import dev.outcrop.engines.remote.balance.Outcome;
import dev.outcrop.engines.remote.http.HttpCall;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.http.Request;
import dev.outcrop.engines.remote.http.ResponseListener;
import dev.outcrop.engines.remote.http.Target;
import dev.outcrop.engines.remote.openai.UpstreamError;
import dev.outcrop.engines.remote.openai.UpstreamFailures;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.UnavailableException;
import dev.outcrop.inference.UpstreamException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, tried on one endpoint after another until one has begun to answer it.
 *
 * <p>It is tried again, elsewhere, when an endpoint cannot be reached, breaks off, or answers 429, 502 or 503; never after
 * a part of the answer was handed on, never more than {@value #MOST} times, and only within the retry budget. Confined to
 * its event loop.
 */
final class Attempts implements EndpointPool.Waiter {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int MOST = 3;
    private static final int OK = 200;
    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int LONGEST_RETRY_AFTER = 3_600;
    /** The end of a response comes with its last event; one that does not is not worth its connection. */
    private static final long DRAIN_SECONDS = 1;

    /** Takes the response with status 200, on the loop. */
    interface Answer {

        /** A response begins. An exception fails the request. */
        void begin(HttpHeaders headers);

        /** A part of it. */
        void body(ByteBuf part);

        /** It is complete. */
        void end();

        /** Whether something of it was handed on, so that another endpoint must not be asked. */
        boolean hasBegun();

        /** A body that asks for less, when prompt and answer do not fit together but the prompt alone does; else null. */
        byte @Nullable [] shortened(UpstreamError error);

        /** There will be no answer, or no more of it. The last that is heard. */
        void failed(RuntimeException failure);
    }

    /** Where the request goes on an endpoint. */
    @FunctionalInterface
    interface Path {
        String of(Target target);
    }

    private final Upstream upstream;
    private final EventLoop loop;
    private final Path path;
    private final String accept;
    private final long affinity;
    private final Answer answer;
    private final Set<Endpoint> tried = new HashSet<>();
    private byte[] body;
    private @Nullable Try current;
    private boolean over;
    private boolean paused;
    private boolean shortenedOnce;

    /** @param affinity hash of what the request should share an endpoint for */
    Attempts(
            Upstream upstream, EventLoop loop, Path path, byte[] body, String accept, long affinity, Answer answer) {
        this.upstream = upstream;
        this.loop = loop;
        this.path = path;
        this.body = body;
        this.accept = accept;
        this.affinity = affinity;
        this.answer = answer;
    }

    /**
     * Sends the request, or waits in line.
     *
     * @throws InferenceException when it can do neither
     */
    void begin() {
        upstream.retries().deposit();
        next();
    }

    private void next() {
        Optional<Lease> lease = upstream.pool().acquire(affinity, tried, this);
        lease.ifPresent(this::send);
    }

    @Override
    public void ready(Lease lease) {
        Loops.run(loop, () -> send(lease));
    }

    @Override
    public void refused(InferenceException reason) {
        Loops.run(loop, () -> fail(reason));
    }

    private void send(Lease lease) {
        if (over) {
            lease.release(Outcome.NOTHING);
            return;
        }
        Try attempt = new Try(lease);
        current = attempt;
        Target target = lease.endpoint().target();
        attempt.call = upstream.http()
                .send(loop, target, Request.post(path.of(target), body, accept, upstream.authorization()), attempt);
        if (paused) {
            attempt.call.pause();
        }
    }

    /** Gives up; the answer hears nothing more. */
    void abort(Outcome outcome) {
        if (over) {
            return;
        }
        over = true;
        upstream.pool().leave(this);
        if (current != null) {
            current.drop(outcome);
        }
    }

    /** The answer is complete by what it says, the response not yet: its end is read for the connection's sake. */
    void complete() {
        over = true;
        if (current != null) {
            current.lease.release(Outcome.ANSWERED);
            current.drain();
        }
    }

    void pause() {
        paused = true;
        if (current != null && current.call != null) {
            current.call.pause();
        }
    }

    void resume() {
        paused = false;
        if (current != null && current.call != null) {
            current.call.resume();
        }
    }

    private void fail(RuntimeException failure) {
        if (!over) {
            over = true;
            answer.failed(failure);
        }
    }

    /** Tries elsewhere if that is allowed and there is an elsewhere. */
    private void retryOr(Endpoint failed, RuntimeException failure) {
        tried.add(failed);
        if (tried.size() >= MOST
                || !upstream.pool().hasOther(tried)
                || !upstream.retries().withdraw()) {
            fail(failure);
            return;
        }
        LOG.debug("Endpoint {} failed ({}), trying another", failed, failure.getMessage());
        try {
            next();
        } catch (InferenceException e) {
            fail(failure);
        }
    }

    /** One attempt. */
    private final class Try implements ResponseListener {
        private final Lease lease;
        private @Nullable HttpCall call;
        private int status;
        private long retryAfterSeconds;
        private byte[] error = new byte[0];
        private boolean done;

        Try(Lease lease) {
            this.lease = lease;
        }

        void drop(Outcome outcome) {
            done = true;
            lease.release(outcome);
            if (call != null) {
                call.cancel();
            }
        }

        void drain() {
            if (call != null && paused) {
                call.resume();
            }
            var _ = loop.schedule(this::close, DRAIN_SECONDS, TimeUnit.SECONDS);
        }

        private void close() {
            if (!done && call != null) {
                call.cancel();
            }
        }

        @Override
        public void head(int responseStatus, HttpHeaders headers) {
            status = responseStatus;
            retryAfterSeconds = retryAfter(headers.get(HttpHeaderNames.RETRY_AFTER));
            if (status == OK && !over) {
                guarded(() -> answer.begin(headers));
            }
        }

        @Override
        public void body(ByteBuf part) {
            if (over) {
                return;
            }
            if (status == OK) {
                guarded(() -> answer.body(part));
                return;
            }
            int taken = Math.min(part.readableBytes(), MAX_ERROR_BODY - error.length);
            byte[] longer = Arrays.copyOf(error, error.length + taken);
            part.getBytes(part.readerIndex(), longer, error.length, taken);
            error = longer;
            if (error.length == MAX_ERROR_BODY) {
                // Whatever follows is of no use, and may have no end.
                if (call != null) {
                    call.cancel();
                }
                end();
            }
        }

        @Override
        public void end() {
            if (done) {
                return;
            }
            done = true;
            if (over) {
                return;
            }
            if (status == OK) {
                guarded(answer::end);
                lease.release(Outcome.ANSWERED);
            } else {
                refusal(UpstreamFailures.read(error, error.length));
            }
        }

        private void refusal(UpstreamError said) {
            RuntimeException failure = upstream.failures().of(status, said);
            lease.release(outcome());
            if (said.contextExceeded() && !shortenedOnce) {
                byte[] shorter = answer.shortened(said);
                if (shorter != null) {
                    shortenedOnce = true;
                    body = shorter;
                    try {
                        next();
                    } catch (InferenceException e) {
                        fail(e);
                    }
                    return;
                }
            }
            switch (status) {
                case 429, 502, 503 -> retryOr(lease.endpoint(), failure);
                default -> fail(failure);
            }
        }

        private Outcome outcome() {
            return switch (status) {
                case 429 -> new Outcome.Throttled(TimeUnit.SECONDS.toNanos(retryAfterSeconds));
                case 408 -> Outcome.FAILED;
                default -> status >= 500 ? Outcome.FAILED : Outcome.NOTHING;
            };
        }

        @Override
        public void failed(Throwable cause) {
            done = true;
            lease.release(Outcome.FAILED);
            if (over) {
                return;
            }
            LOG.debug("Endpoint {} failed", lease.endpoint(), cause);
            RuntimeException failure = failure(cause);
            if (answer.hasBegun()) {
                fail(failure);
            } else {
                retryOr(lease.endpoint(), failure);
            }
        }

        private RuntimeException failure(Throwable cause) {
            String model = upstream.options().model();
            return switch (cause) {
                case ConnectException _,UnknownHostException _,SSLException _ -> unreachable();
                case RuntimeException e -> e;
                default -> new UpstreamException(
                        "The connection to the model's server broke off.", status, model);
            };
        }

        private UnavailableException unreachable() {
            return new UnavailableException("No endpoint of " + upstream.options().model() + " can be reached.");
        }

        /** A server that sends what cannot be read has failed; the connection is worth nothing any more. */
        private void guarded(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException e) {
                drop(Outcome.FAILED);
                fail(e);
            }
        }
    }

    /** Seconds; a date is not worth reading, as no endpoint is left alone for long. */
    private static long retryAfter(@Nullable String value) {
        if (value == null || !value.matches("[0-9]{1,9}")) {
            return 0;
        }
        return Math.min(Long.parseLong(value), LONGEST_RETRY_AFTER);
    }
}
