package dev.outcrop.bench;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TextModel;

/**
 * A model that costs nothing: it says the same token until the limit, at once or at a pace, from a thread of its own, as
 * an engine would, or from the caller's. What is measured around it is the server.
 */
final class InstantModel implements TextModel {
    private final Executor engine;
    private final long tokenNanos;

    InstantModel() {
        this(0);
    }

    /** @param tokenNanos time between tokens */
    InstantModel(long tokenNanos) {
        this(Executors.newSingleThreadExecutor(Thread.ofPlatform().name("instant").daemon().factory()), tokenNanos);
    }

    private InstantModel(Executor engine, long tokenNanos) {
        this.engine = engine;
        this.tokenNanos = tokenNanos;
    }

    /** One that has answered when it returns: not for long streams, which it could not pause. */
    static InstantModel onCallersThread() {
        return new InstantModel(Runnable::run, 0);
    }

    private static final class Run implements Generation {
        private volatile boolean cancelled;
        private volatile boolean paused;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }
    }

    @Override
    public String name() {
        return "instant";
    }

    @Override
    public int contextLength() {
        return 8_192;
    }

    @Override
    public int countTokens(Prompt prompt) {
        return 1;
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        Run run = new Run();
        engine.execute(() -> {
            listener.onStart(1);
            for (int token = 1; token <= request.maxTokens() && !run.cancelled; token++) {
                pace();
                while (run.paused && !run.cancelled) {
                    LockSupport.parkNanos(20_000);
                }
                listener.onText(" token", token);
            }
            if (!run.cancelled) {
                listener.onEnd(new GenerationResult(1, request.maxTokens(), StopReason.MAX_TOKENS, null));
            }
        });
        return run;
    }

    private void pace() {
        if (tokenNanos > 0) {
            LockSupport.parkNanos(tokenNanos);
        }
    }

    @Override
    public void close() {
        if (engine instanceof ExecutorService own) {
            own.shutdownNow();
        }
    }
}
