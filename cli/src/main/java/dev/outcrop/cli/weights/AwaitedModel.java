package dev.outcrop.cli.weights;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.TextModel;
import org.jspecify.annotations.Nullable;

/** A model that is being loaded: what is asked of it begins when it is there. Thread-safe. */
final class AwaitedModel implements TextModel {
    private final String name;
    private final CompletableFuture<LoadedModel> loading;

    AwaitedModel(String name, CompletableFuture<LoadedModel> loading) {
        this.name = name;
        this.loading = loading;
    }

    @Override
    public String name() {
        return name;
    }

    /** Blocks until it is loaded. */
    @Override
    public int contextLength() {
        return loaded().contextLength();
    }

    /** Blocks until it is loaded. */
    @Override
    public int countTokens(Prompt prompt) {
        return loaded().countTokens(prompt);
    }

    private LoadedModel loaded() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        Awaited awaited = new Awaited(request, listener);
        // Not by the thread that loads, which goes on to others that wait.
        var _ = loading.whenCompleteAsync(awaited::begin, Thread::startVirtualThread);
        return awaited;
    }

    /** What was loaded is not its own. */
    @Override
    public void close() {}

    /** A generation that may not have begun. */
    private static final class Awaited implements Generation {
        private final GenerationRequest request;
        private final GenerationListener listener;
        private @Nullable Generation begun;
        private boolean cancelled;
        private boolean paused;

        Awaited(GenerationRequest request, GenerationListener listener) {
            this.request = request;
            this.listener = listener;
        }

        synchronized void begin(@Nullable LoadedModel model, @Nullable Throwable failure) {
            if (cancelled) {
                return;
            }
            if (model == null) {
                listener.onFailure(
                        failure instanceof RuntimeException known ? known : new CompletionException(failure));
                return;
            }
            try {
                begun = model.generate(request, listener);
                if (paused) {
                    begun.pause();
                }
            } catch (RuntimeException e) {
                listener.onFailure(e);
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (begun != null) {
                begun.cancel();
            }
        }

        @Override
        public synchronized void pause() {
            paused = true;
            if (begun != null) {
                begun.pause();
            }
        }

        @Override
        public synchronized void resume() {
            paused = false;
            if (begun != null) {
                begun.resume();
            }
        }
    }
}
