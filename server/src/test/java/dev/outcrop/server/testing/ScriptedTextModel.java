package dev.outcrop.server.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TextModel;
import org.jspecify.annotations.Nullable;

/**
 * A model whose generations a test drives: they run on their own thread, a token at a time, for as long as the script
 * says, and report when they are cancelled or paused.
 */
public final class ScriptedTextModel implements TextModel {

    /** Tokens in a prompt, whatever it says. */
    public static final int PROMPT_TOKENS = 7;

    /**
     * @param tokens how many tokens to generate; {@link Integer#MAX_VALUE} goes on until cancelled
     * @param failAt fails in place of this token (from 1), or never when 0
     * @param failure what it fails with, before it begins when {@code failAt} is 0
     * @param interval pause between tokens, nanoseconds
     * @param texts the tokens' texts; empty numbers them
     */
    public record Script(
            int tokens, int failAt, @Nullable RuntimeException failure, long interval, List<String> texts) {
        public static Script tokens(int count) {
            return new Script(count, 0, null, 0, List.of());
        }

        /** An answer of these tokens. */
        public static Script saying(String... tokens) {
            return new Script(tokens.length, 0, null, 0, List.of(tokens));
        }

        String text(int token) {
            return texts.isEmpty() ? "token" + token + " " : texts.get(token - 1);
        }

        public static Script endless(long intervalNanos) {
            return new Script(Integer.MAX_VALUE, 0, null, intervalNanos, List.of());
        }

        /** No generation begins. */
        public static Script refused() {
            return new Script(0, 0, new OverloadedException("The queue is full."), 0, List.of());
        }

        public static Script failing(int at, RuntimeException failure) {
            return new Script(Integer.MAX_VALUE, at, failure, 0, List.of());
        }
    }

    /** One generation, as the test sees it. */
    public static final class Run implements Generation {
        private final GenerationRequest request;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final AtomicInteger produced = new AtomicInteger();
        private volatile long cancelledNanos;
        private boolean paused;

        Run(GenerationRequest request) {
            this.request = request;
        }

        public GenerationRequest request() {
            return request;
        }

        /** Tokens handed to the listener so far. */
        public int produced() {
            return produced.get();
        }

        /** Waits for {@link #cancel}; returns {@link System#nanoTime} of it. */
        public long awaitCancelled() throws InterruptedException {
            if (!cancelled.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("The generation was not cancelled.");
            }
            return cancelledNanos;
        }

        public boolean isCancelled() {
            return cancelled.getCount() == 0;
        }

        @Override
        public void cancel() {
            if (cancelledNanos == 0) {
                cancelledNanos = System.nanoTime();
            }
            cancelled.countDown();
            resume();
        }

        @Override
        public synchronized void pause() {
            paused = true;
        }

        @Override
        public synchronized void resume() {
            paused = false;
            notifyAll();
        }

        public synchronized boolean isPaused() {
            return paused;
        }

        private synchronized void awaitResumed() throws InterruptedException {
            while (paused && !isCancelled()) {
                wait();
            }
        }
    }

    private final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();
    private final Queue<Script> ahead = new ConcurrentLinkedQueue<>();
    private volatile Script script = Script.tokens(3);
    private volatile @Nullable Consumer<GenerationListener> play;

    /** What generations do from now on. */
    public void script(Script next) {
        this.script = next;
        this.play = null;
    }

    /** What the next generations do, one each in the order in which they begin. */
    public void scripts(Script... next) {
        ahead.addAll(List.of(next));
    }

    /** What generations tell their listeners from now on, from {@code onStart} to {@code onEnd}. */
    public void play(Consumer<GenerationListener> events) {
        this.play = events;
    }

    /** Whether a generation has begun that no test has waited for. */
    public boolean wasAsked() {
        return !runs.isEmpty();
    }

    /** Forgets the generations that no test has waited for. */
    public void forgetRuns() {
        runs.clear();
    }

    /** Waits for the next generation to begin. */
    public Run awaitRun() throws InterruptedException {
        Run run = runs.poll(10, TimeUnit.SECONDS);
        if (run == null) {
            throw new AssertionError("No generation began.");
        }
        return run;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public int contextLength() {
        return 4_096;
    }

    @Override
    public int countTokens(Prompt prompt) {
        return PROMPT_TOKENS;
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        Run run = new Run(request);
        Script next = ahead.poll();
        Script now = next == null ? script : next;
        if (now.failAt() == 0 && now.failure() != null) {
            throw now.failure();
        }
        Consumer<GenerationListener> events = play;
        Thread.ofVirtual().name("scripted").start(() -> {
            if (events == null) {
                run(run, now, listener);
            } else {
                events.accept(listener);
            }
        });
        runs.add(run);
        return run;
    }

    private static void run(Run run, Script script, GenerationListener listener) {
        try {
            if (script.failAt() != 1 || script.failure() == null) {
                listener.onStart(PROMPT_TOKENS);
            }
            int limit = Math.min(script.tokens(), run.request().maxTokens());
            for (int token = 1; token <= limit; token++) {
                if (script.interval() > 0) {
                    Thread.sleep(0, (int) Math.min(999_999, script.interval()));
                }
                run.awaitResumed();
                if (run.isCancelled()) {
                    return;
                }
                if (token == script.failAt() && script.failure() != null) {
                    listener.onFailure(script.failure());
                    return;
                }
                run.produced.incrementAndGet();
                listener.onText(script.text(token), token);
            }
            listener.onEnd(new GenerationResult(
                    PROMPT_TOKENS,
                    limit,
                    limit < script.tokens() ? StopReason.MAX_TOKENS : StopReason.END_OF_TURN,
                    null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {}
}
