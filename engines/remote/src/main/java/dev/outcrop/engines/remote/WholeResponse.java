package dev.outcrop.engines.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.outcrop.engines.remote.balance.Outcome;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.openai.UpstreamError;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TimedOutException;
import dev.outcrop.inference.UpstreamException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** A response that is wanted whole, for a thread that waits for it. */
final class WholeResponse implements Attempts.Answer {
    private static final int MAX_BYTES = 64 << 20;
    private static final int OK = 200;

    private final String model;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    private WholeResponse(String model) {
        this.model = model;
    }

    /**
     * POSTs JSON and waits. Not on an event loop.
     *
     * @throws InferenceException when there is no answer
     */
    static byte[] post(Upstream upstream, Attempts.Path path, byte[] body) {
        WholeResponse response = new WholeResponse(upstream.options().model());
        EventLoop loop = upstream.loops().own();
        Attempts attempts = new Attempts(upstream, loop, path, body, "application/json", 0, response);
        Loops.run(loop, () -> {
            try {
                attempts.begin();
            } catch (RuntimeException e) {
                response.failed(e);
            }
        });
        Duration patience = upstream.options().timeouts().firstToken();
        try {
            return response.whole.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            Loops.run(loop, () -> attempts.abort(Outcome.FAILED));
            throw new TimedOutException("The model's server did not answer.");
        } catch (InterruptedException e) {
            Loops.run(loop, () -> attempts.abort(Outcome.NOTHING));
            Thread.currentThread().interrupt();
            throw new InferenceException("Interrupted while waiting for the model's server.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new InferenceException("The model's server failed.", e);
        }
    }

    @Override
    public void begin(HttpHeaders headers) {}

    @Override
    public void body(ByteBuf part) {
        if (bytes.size() + part.readableBytes() > MAX_BYTES) {
            throw new UpstreamException("The model's server sent more than " + MAX_BYTES + " bytes.", OK, model);
        }
        try {
            part.getBytes(part.readerIndex(), bytes, part.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() {
        whole.complete(bytes.toByteArray());
    }

    @Override
    public boolean hasBegun() {
        return false;
    }

    @Override
    public byte @Nullable [] shortened(UpstreamError error) {
        return null;
    }

    @Override
    public void failed(RuntimeException failure) {
        whole.completeExceptionally(failure);
    }
}
