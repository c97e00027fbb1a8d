package dev.outcrop.guardrails.classifier;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Until when a second opinion on one text is worth waiting for.
 *
 * @param end the value of {@code nanoTime} then
 * @param nanoTime {@link System#nanoTime} or what stands for it
 */
public record Deadline(long end, LongSupplier nanoTime) {

    /** As long as this from now. */
    public static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime.getAsLong() + time.toNanos(), nanoTime);
    }

    /**
     * Waits for an answer. Does not stop what works on it.
     *
     * @throws NoOpinionException when there is none in time, or it is a failure
     */
    public <T> T await(Future<T> answer) throws NoOpinionException, InterruptedException {
        try {
            return answer.get(Math.max(0, end - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Its stack trace would say nothing.
            throw new NoOpinionException("no answer in time", null);
        } catch (ExecutionException e) {
            throw new NoOpinionException("it failed", e.getCause());
        } catch (CancellationException e) {
            throw new NoOpinionException("it was stopped", e);
        }
    }
}
