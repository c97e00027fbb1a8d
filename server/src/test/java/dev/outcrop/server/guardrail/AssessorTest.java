package dev.outcrop.server.guardrail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.wire.error.InternalServerException;
import dev.outcrop.wire.error.ServiceUnavailableException;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How many assessments compute at once, and what their failures are. */
@Timeout(60)
class AssessorTest {

    @Test
    void noMoreAssessmentsComputeThanThereAreTurns() {
        Assessor assessor = new Assessor(Duration.ofSeconds(30), 2);
        Semaphore begun = new Semaphore(0);
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger computing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ends.add(run(assessor, () -> {
                most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                begun.release();
                await(open);
                return computing.decrementAndGet();
            }));
        }
        begun.acquireUninterruptibly(2);
        open.countDown();
        ends.forEach(CompletableFuture::join);
        assertThat(most).hasValue(2);
    }

    @Test
    void waitingForATurnCountsAgainstTheDeadline() {
        Assessor assessor = new Assessor(Duration.ofMillis(300), 1);
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Boolean> first = run(assessor, () -> await(never));
        AtomicInteger computed = new AtomicInteger();
        CompletableFuture<Integer> second = run(assessor, computed::incrementAndGet);

        assertThatThrownBy(first::join).hasCauseInstanceOf(ServiceUnavailableException.class);
        second.handle((value, failure) -> failure == null).join();
        assertThat(run(assessor, () -> 7).join()).as("the turn of an assessment that was stopped is free").isEqualTo(7);
    }

    @Test
    void whatIsNotTheCallersFaultIsInternal() {
        Assessor assessor = new Assessor(Duration.ofSeconds(30), 1);
        assertThatThrownBy(run(assessor, () -> {
            throw new InferenceException("The encoder is closed.");
        })::join).hasCauseInstanceOf(InternalServerException.class);
        assertThatThrownBy(run(assessor, () -> {
            throw new ValidationException("no");
        })::join).hasCauseInstanceOf(ValidationException.class);
    }

    private static <T> CompletableFuture<T> run(Assessor assessor, Supplier<T> work) {
        CompletableFuture<T> end = new CompletableFuture<>();
        var _ = assessor.run(work, end::complete, end::completeExceptionally);
        return end;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
