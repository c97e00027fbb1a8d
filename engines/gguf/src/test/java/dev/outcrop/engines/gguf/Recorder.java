package dev.outcrop.engines.gguf;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;

/** A listener that keeps everything and checks the order of the calls. */
final class Recorder implements GenerationListener {

    private final StringBuilder text = new StringBuilder();
    private final AnswerBuilder parts = new AnswerBuilder();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int promptTokens = -1;
    private volatile int tokens;
    private volatile @Nullable GenerationResult result;
    private volatile @Nullable RuntimeException failure;

    /** Called within {@code onText}, on the engine's thread. */
    volatile IntConsumer onToken = count -> {};

    @Override
    public void onStart(int count) {
        check(promptTokens < 0 && over.getCount() == 1, "onStart");
        promptTokens = count;
    }

    @Override
    public void onText(String added, int outputTokens) {
        check(promptTokens >= 0 && over.getCount() == 1, "onText");
        count(outputTokens);
        text.append(added);
        parts.text(added);
        onToken.accept(outputTokens);
    }

    @Override
    public void onReasoning(String added, int outputTokens) {
        count(outputTokens);
        parts.reasoning(added);
    }

    @Override
    public void onToolCall(String id, String name, int outputTokens) {
        count(outputTokens);
        parts.toolCall(id, name);
    }

    @Override
    public void onToolInput(String json, int outputTokens) {
        count(outputTokens);
        parts.toolInput(json);
    }

    /** Each token is told of, whatever it adds to. */
    private void count(int outputTokens) {
        check(outputTokens == tokens || outputTokens == tokens + 1, "token " + outputTokens + " after " + tokens);
        tokens = outputTokens;
    }

    @Override
    public void onEnd(GenerationResult end) {
        check(promptTokens >= 0 && over.getCount() == 1, "onEnd");
        result = end;
        over.countDown();
    }

    @Override
    public void onFailure(RuntimeException cause) {
        check(over.getCount() == 1, "onFailure");
        failure = cause;
        over.countDown();
    }

    private static void check(boolean expected, String call) {
        if (!expected) {
            throw new IllegalStateException("out of order: " + call);
        }
    }

    GenerationResult await() {
        awaitLatch(over);
        GenerationResult end = result;
        if (end == null) {
            throw new AssertionError("the generation failed", failure);
        }
        return end;
    }

    RuntimeException awaitFailure() {
        awaitLatch(over);
        RuntimeException cause = failure;
        if (cause == null) {
            throw new AssertionError("the generation ended: " + result);
        }
        return cause;
    }

    /** All text; call after {@link #await()}. */
    String text() {
        return text.toString();
    }

    /** The whole answer; call after {@link #await()}. */
    Answer answer() {
        return parts.answer();
    }

    int promptTokens() {
        return promptTokens;
    }

    int tokens() {
        return tokens;
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened for 20 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
