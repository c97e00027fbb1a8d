package dev.outcrop.server.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.stream.StreamGuard;
import dev.outcrop.guardrails.stream.Verdict;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.guardrail.Assessor;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a model and the relay of its stream, and lets pass what a guardrail lets pass.
 *
 * <p>Text is assessed on a thread of its own, a window at a time, while the generation goes on. Synchronously the relay
 * gets text only with a verdict; asynchronously it gets each piece at once, and the verdicts beside. What comes after
 * the end, a block, a failure or a cancellation is dropped.
 *
 * <p>Thoughts and tool calls are not assessed. Where text waits for its verdict, what comes after text waits for the
 * verdict on all of it, and then follows it.
 *
 * <p>Back-pressure: while a window is assessed and {@link #maxHeld} chars wait for the next one, the generation is
 * paused.
 *
 * <p>The lock is not held in calls to the relay and the assessor, nor while a generation is cancelled, which waits for
 * its listener to return.
 */
final class GuardedStream implements GenerationListener, Generation {

    /** What becomes of a stream beside its text. */
    interface Relay extends GenerationListener {

        /** A window was assessed, and its text may pass. */
        void onAssessed(Assessment assessment);

        /** Nothing more of the answer may pass. The relay hears nothing more. */
        void onBlocked(Assessment assessment, GenerationResult result);
    }

    private final StreamGuard guard;
    private final boolean holds;
    private final int maxHeld;
    private final Assessor assessor;
    private final Relay relay;
    private final JointPause pause = new JointPause();

    // Guarded by this.
    private final @Nullable StringBuilder original;
    private @Nullable Generation generation;
    private @Nullable GenerationResult end;
    private @Nullable Runnable assessment;
    private int promptTokens;
    private int outputTokens;
    private int assessedTokens;
    private int windows;
    private boolean assessing;
    private boolean closed;
    private boolean hasText;
    private final List<Runnable> afterText = new ArrayList<>();

    /**
     * @param holds whether text waits for its verdict
     * @param maxHeld chars that may wait while others are assessed; not less than what closes a window
     * @param keepsOriginal whether {@link #original()} will be asked
     */
    GuardedStream(
            StreamGuard guard, boolean holds, int maxHeld, Assessor assessor, Relay relay, boolean keepsOriginal) {
        this.guard = guard;
        this.holds = holds;
        this.maxHeld = maxHeld;
        this.assessor = assessor;
        this.relay = relay;
        this.original = keepsOriginal ? new StringBuilder() : null;
    }

    /** What the model has said so far, empty when it is not kept. */
    synchronized String original() {
        return original == null ? "" : original.toString();
    }

    /** Begins the generation. */
    Generation begin(TextModel model, GenerationRequest request) {
        Generation begun = model.generate(request, this);
        boolean late;
        synchronized (this) {
            generation = begun;
            late = closed;
        }
        pause.attach(begun);
        if (late) {
            begun.cancel();
        }
        return this;
    }

    @Override
    public void onStart(int tokens) {
        synchronized (this) {
            promptTokens = tokens;
        }
        relay.onStart(tokens);
    }

    @Override
    public void onText(String text, int tokens) {
        synchronized (this) {
            if (closed) {
                return;
            }
            outputTokens = tokens;
            hasText = hasText || !text.isEmpty();
            guard.add(text);
            if (original != null) {
                original.append(text);
            }
        }
        if (!holds) {
            relay.onText(text, tokens);
        }
        advance();
    }

    @Override
    public void onReasoning(String text, int tokens) {
        pass(tokens, () -> relay.onReasoning(text, tokens));
    }

    @Override
    public void onToolCall(String id, String name, int tokens) {
        pass(tokens, () -> relay.onToolCall(id, name, tokens));
    }

    @Override
    public void onToolInput(String json, int tokens) {
        pass(tokens, () -> relay.onToolInput(json, tokens));
    }

    private void pass(int tokens, Runnable delivery) {
        synchronized (this) {
            if (closed) {
                return;
            }
            outputTokens = tokens;
            if (holds && hasText) {
                afterText.add(delivery);
                return;
            }
        }
        delivery.run();
    }

    @Override
    public void onEnd(GenerationResult result) {
        synchronized (this) {
            if (closed) {
                return;
            }
            end = result;
            outputTokens = result.outputTokens();
            guard.end();
        }
        advance();
    }

    @Override
    public void onFailure(RuntimeException failure) {
        if (close()) {
            relay.onFailure(failure);
        }
    }

    /** Whatever comes next: an assessment, the end, or more text. */
    private void advance() {
        GenerationResult ended = null;
        boolean begins = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!assessing) {
                begins = guard.isDue();
                assessing = begins;
                assessedTokens = outputTokens;
                ended = guard.isOver() ? end : null;
                closed = ended != null;
            }
            if (assessing && guard.held() >= maxHeld) {
                pause.hold(JointPause.Holder.GUARD);
            } else {
                pause.release(JointPause.Holder.GUARD);
            }
        }
        if (ended != null) {
            afterText.forEach(Runnable::run);
            relay.onEnd(ended);
        } else if (begins) {
            assess();
        }
    }

    private void assess() {
        int window;
        synchronized (this) {
            window = ++windows;
        }
        Runnable stop = assessor.run(guard::assess, this::onVerdict, this::onUndecidable);
        boolean late;
        synchronized (this) {
            // The verdict may be here before the assessment can be stopped, and the next window under way.
            if (window == windows) {
                assessment = stop;
            }
            late = closed;
        }
        if (late) {
            stop.run();
        }
    }

    private void onVerdict(Verdict verdict) {
        int tokens;
        GenerationResult result;
        synchronized (this) {
            if (closed) {
                return;
            }
            tokens = assessedTokens;
            result = end != null
                    ? end
                    : new GenerationResult(promptTokens, outputTokens, StopReason.END_OF_TURN, null);
        }
        switch (verdict) {
            case Verdict.Undecided _ -> {}
            case Verdict.Released(String text, Assessment part, boolean _) -> {
                relay.onAssessed(part);
                if (holds) {
                    relay.onText(text, tokens);
                }
            }
            case Verdict.Blocked(Assessment rest) -> {
                if (close()) {
                    relay.onBlocked(rest, result);
                    cancelGeneration();
                }
                return;
            }
        }
        synchronized (this) {
            assessing = false;
        }
        advance();
    }

    /** No verdict is no permission. */
    private void onUndecidable(Throwable failure) {
        if (close()) {
            relay.onFailure(failure instanceof RuntimeException known ? known : new IllegalStateException(failure));
            cancelGeneration();
        }
    }

    /** Returns whether this call closed it. */
    private boolean close() {
        Runnable stop;
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            stop = assessment;
        }
        if (stop != null) {
            stop.run();
        }
        return true;
    }

    private void cancelGeneration() {
        Generation running;
        synchronized (this) {
            running = generation;
        }
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void cancel() {
        close();
        cancelGeneration();
    }

    @Override
    public void pause() {
        pause.hold(JointPause.Holder.READER);
    }

    @Override
    public void resume() {
        pause.release(JointPause.Holder.READER);
    }
}
