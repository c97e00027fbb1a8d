package dev.outcrop.cli.weights;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.TextModel;
import dev.outcrop.wire.error.ModelNotReadyException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;

/**
 * A model with weights of its own that knows how many calls it answers, so that it is closed only when there are none: a
 * model that is deleted or idle takes no more calls, and those that run end as they would have. Thread-safe.
 */
final class LoadedModel implements TextModel {

    /** What the service says of models without conversations, and why. */
    private static final String NO_CONVERSATIONS = "This action doesn't support the model that you provided. Try again"
            + " with a supported text or chat model. (This one was imported without a chat template.)";

    static final String NOT_READY = "Model is not ready for inference. Wait and try your request again.";

    private final TextModel model;
    private final boolean converses;
    private final InstantSource clock;
    private int running;
    private boolean retired;
    private long lastUse;

    LoadedModel(TextModel model, boolean converses, InstantSource clock) {
        this.model = model;
        this.converses = converses;
        this.clock = clock;
        this.lastUse = clock.millis();
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    /** @throws ServiceException when it takes no conversations, or was unloaded a moment ago */
    @Override
    public int countTokens(Prompt prompt) {
        requireTemplate(prompt);
        enter();
        try {
            return model.countTokens(prompt);
        } finally {
            leave();
        }
    }

    /** @throws ServiceException when it takes no conversations, or was unloaded a moment ago */
    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        requireTemplate(request.prompt());
        enter();
        Counted counted = new Counted(listener);
        try {
            return counted.begin(request);
        } catch (RuntimeException e) {
            counted.over();
            throw e;
        }
    }

    /** No template is made up for a model: its answers would be those of another. */
    private void requireTemplate(Prompt prompt) {
        if (!converses && prompt instanceof Prompt.Chat) {
            throw new ValidationException(NO_CONVERSATIONS);
        }
    }

    private synchronized void enter() {
        if (retired) {
            throw new ModelNotReadyException(NOT_READY);
        }
        running++;
        lastUse = clock.millis();
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            running--;
            lastUse = clock.millis();
            last = retired && running == 0;
        }
        if (last) {
            release();
        }
    }

    /** Takes no more calls; the model is closed when those that run have ended. */
    void retire() {
        boolean unused;
        synchronized (this) {
            if (retired) {
                return;
            }
            retired = true;
            unused = running == 0;
        }
        if (unused) {
            release();
        }
    }

    /** Retires unless calls run or one has ended after {@code time}, in milliseconds. Returns whether it did. */
    boolean retireIfIdleSince(long time) {
        synchronized (this) {
            if (retired || running > 0 || lastUse > time) {
                return false;
            }
            retired = true;
        }
        release();
        return true;
    }

    /** When it was last used, in milliseconds; the largest number while calls run. */
    synchronized long lastUse() {
        return running > 0 ? Long.MAX_VALUE : lastUse;
    }

    /** Not by the thread that asks: closing waits for the engine, and the engine may be asking. */
    private void release() {
        Thread.ofPlatform().name("unload").daemon().start(model::close);
    }

    /** Closes at once, whatever runs. */
    @Override
    public void close() {
        synchronized (this) {
            retired = true;
        }
        model.close();
    }

    /** One generation, counted until it is over, however that comes. */
    private final class Counted implements GenerationListener {
        private final GenerationListener listener;
        private final AtomicBoolean over = new AtomicBoolean();

        Counted(GenerationListener listener) {
            this.listener = listener;
        }

        Generation begin(GenerationRequest request) {
            Generation generation = model.generate(request, this);
            return new Generation() {
                @Override
                public void cancel() {
                    generation.cancel();
                    over();
                }

                @Override
                public void pause() {
                    generation.pause();
                }

                @Override
                public void resume() {
                    generation.resume();
                }
            };
        }

        void over() {
            if (over.compareAndSet(false, true)) {
                leave();
            }
        }

        @Override
        public void onStart(int promptTokens) {
            listener.onStart(promptTokens);
        }

        @Override
        public void onText(String text, int outputTokens) {
            listener.onText(text, outputTokens);
        }

        @Override
        public void onReasoning(String text, int outputTokens) {
            listener.onReasoning(text, outputTokens);
        }

        @Override
        public void onToolCall(String id, String name, int outputTokens) {
            listener.onToolCall(id, name, outputTokens);
        }

        @Override
        public void onToolInput(String json, int outputTokens) {
            listener.onToolInput(json, outputTokens);
        }

        @Override
        public void onEnd(GenerationResult result) {
            try {
                listener.onEnd(result);
            } finally {
                over();
            }
        }

        @Override
        public void onFailure(RuntimeException failure) {
            try {
                listener.onFailure(failure);
            } finally {
                over();
            }
        }
    }
}
