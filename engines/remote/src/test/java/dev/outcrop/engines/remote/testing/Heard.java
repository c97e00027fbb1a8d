package dev.outcrop.engines.remote.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationResult;

/** Keeps what a generation says, and waits for its end. */
public final class Heard implements GenerationListener {
    private static final int PATIENCE_SECONDS = 30;

    private final AnswerBuilder answer = new AnswerBuilder();
    private final List<String> events = new ArrayList<>();
    private final CompletableFuture<GenerationResult> end = new CompletableFuture<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile int tokens;
    private volatile Runnable onToken = () -> {};

    /** Runs at every token, on the engine's thread. */
    public Heard onToken(Runnable action) {
        onToken = action;
        return this;
    }

    @Override
    public synchronized void onStart(int promptTokens) {
        events.add("start " + promptTokens);
    }

    @Override
    public synchronized void onText(String text, int outputTokens) {
        events.add("text " + text);
        answer.text(text);
        token(outputTokens);
    }

    @Override
    public synchronized void onReasoning(String text, int outputTokens) {
        events.add("thought " + text);
        answer.reasoning(text);
        token(outputTokens);
    }

    @Override
    public synchronized void onToolCall(String id, String name, int outputTokens) {
        events.add("call " + id + " " + name);
        answer.toolCall(id, name);
        token(outputTokens);
    }

    @Override
    public synchronized void onToolInput(String json, int outputTokens) {
        events.add("input " + json);
        answer.toolInput(json);
        token(outputTokens);
    }

    private void token(int outputTokens) {
        tokens = outputTokens;
        first.countDown();
        onToken.run();
    }

    @Override
    public void onEnd(GenerationResult result) {
        if (!end.complete(result)) {
            throw new AssertionError("ended twice");
        }
    }

    @Override
    public void onFailure(RuntimeException failure) {
        if (!end.completeExceptionally(failure)) {
            throw new AssertionError("ended twice", failure);
        }
    }

    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    public synchronized Answer answer() {
        return answer.answer();
    }

    /** The thoughts in brackets, then the text. */
    public String whole() {
        Answer all = answer();
        return "[" + all.reasoning() + "] " + all.text();
    }

    public int tokens() {
        return tokens;
    }

    public boolean isOver() {
        return end.isDone();
    }

    public void awaitFirst() throws InterruptedException {
        if (!first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no token");
        }
    }

    /** How it ended. */
    public GenerationResult result() throws InterruptedException {
        try {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no end", e);
        }
    }

    /** What it failed with. */
    public RuntimeException failure() throws InterruptedException {
        try {
            throw new AssertionError("ended well: " + end.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                return failure;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no end", e);
        }
    }
}
