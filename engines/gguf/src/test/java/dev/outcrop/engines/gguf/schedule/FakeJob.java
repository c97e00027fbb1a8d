package dev.outcrop.engines.gguf.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/** A greedy job that notes what happens to it. */
final class FakeJob implements Job {

    private final int[] prompt;
    private final int wanted;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Integer> tokens = new ArrayList<>();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean cancelled;
    private volatile boolean paused;

    /** Called on the scheduler's thread after each token with the number of tokens so far. */
    volatile IntConsumer onToken = count -> {};

    /** Called on the job's own thread when its prompt has been read. */
    volatile Runnable onPrepare = () -> {};

    /** Called on the scheduler's thread when the job gets its place. */
    volatile Runnable onStart = () -> {};

    FakeJob(int wanted, int... prompt) {
        this.prompt = prompt;
        this.wanted = wanted;
    }

    static int[] prompt(int length) {
        int[] prompt = new int[length];
        for (int i = 0; i < length; i++) {
            prompt[i] = (7 * i + length) % 17;
        }
        return prompt;
    }

    @Override
    public Plan prepare() {
        onPrepare.run();
        return new Plan() {
            @Override
            public int[] prompt() {
                return prompt;
            }

            @Override
            public int positions() {
                return prompt.length + wanted;
            }
        };
    }

    @Override
    public boolean started() {
        onStart.run();
        return wanted > 0;
    }

    @Override
    public int next(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        tokens.add(best);
        onToken.accept(tokens.size());
        if (tokens.size() == wanted) {
            return -1;
        }
        return best;
    }

    @Override
    public void finished() {
        over.countDown();
    }

    @Override
    public void failed(RuntimeException cause) {
        failure = cause;
        over.countDown();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public boolean paused() {
        return paused;
    }

    void cancel(Scheduler scheduler) {
        cancelled = true;
        scheduler.jobCancelled(this);
    }

    void pause() {
        paused = true;
    }

    void resume(Scheduler scheduler) {
        paused = false;
        scheduler.jobResumed();
    }

    /** The tokens, once the job is over. */
    List<Integer> await() {
        awaitLatch(over);
        RuntimeException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return tokens;
    }

    RuntimeException awaitFailure() {
        awaitLatch(over);
        RuntimeException cause = failure;
        if (cause == null) {
            throw new AssertionError("the job succeeded");
        }
        return cause;
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nothing happened for 20 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
