package dev.outcrop.server.guardrail;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.outcrop.guardrails.policy.TooMuchContentException;
import dev.outcrop.wire.error.InternalServerException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ServiceUnavailableException;
import dev.outcrop.wire.error.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs assessments beside the event loops and within a deadline, no more at a time than the processors can compute, and
 * fails closed: whatever goes wrong is an error, and never a text that passes. Thread-safe.
 */
public final class Assessor {
    private static final Logger LOG = LoggerFactory.getLogger(Assessor.class);
    private static final String TOO_SLOW = "The guardrail did not finish its assessment in time. Try your request again.";
    private static final String FAILED = "The guardrail could not assess the content. Try your request again.";

    /** Some assessments wait for a classifier elsewhere. */
    private static final int PER_PROCESSOR = 2;

    private final Duration deadline;
    private final Semaphore turns;

    /** @param deadline the longest that one assessment may take, waiting for its turn included */
    public Assessor(Duration deadline) {
        this(deadline, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    /** @param most assessments at a time */
    Assessor(Duration deadline, int most) {
        this.deadline = deadline;
        this.turns = new Semaphore(most, true);
    }

    /**
     * Begins some work that assesses. Exactly one of the two is told how it ended, on any thread and before anything is
     * let through, unless the work is stopped first.
     *
     * @param onFailure takes what the caller of the API is to see
     * @return stops the work, for a caller that has left; without effect once it has ended
     */
    public <T> Runnable run(Supplier<T> work, Consumer<? super T> onResult, Consumer<? super Throwable> onFailure) {
        CompletableFuture<T> end = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("guardrail").unstarted(() -> complete(end, work));
        var _ = end.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS).whenComplete((result, failure) -> {
            if (failure == null) {
                onResult.accept(result);
                return;
            }
            // Without effect on work that has ended; else it is the deadline, or the caller who has left.
            thread.interrupt();
            if (!(failure instanceof CancellationException)) {
                onFailure.accept(visible(failure));
            }
        });
        thread.start();
        return () -> end.cancel(false);
    }

    private <T> void complete(CompletableFuture<T> end, Supplier<T> work) {
        T result;
        try {
            turns.acquire();
            try {
                result = work.get();
            } finally {
                turns.release();
            }
        } catch (Throwable failure) {
            // Errors too: a stack that overflows in a policy must end the call, not leave it without an answer.
            end.completeExceptionally(failure);
            return;
        }
        end.complete(result);
    }

    private static Throwable visible(Throwable failure) {
        return switch (failure) {
            case TimeoutException late -> new ServiceUnavailableException(TOO_SLOW);
            case ServiceException known -> known;
            // Repeating it, as SDKs do with an internal error, could not help.
            case TooMuchContentException excess -> new ValidationException(String.valueOf(excess.getMessage()));
            // Of whatever kind: an encoder fails like a model, and is not the model that was asked.
            default -> {
                LOG.error("A guardrail could not decide", failure);
                yield new InternalServerException(FAILED);
            }
        };
    }
}
