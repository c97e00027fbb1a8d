package dev.outcrop.engines.gguf.schedule;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.outcrop.engines.gguf.cache.CachePool;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.model.Decoder;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Kernels;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.engines.gguf.testing.RandomModel;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulerTest {

    private static final int CONTEXT = 200;
    private static final int CHUNK = 8;
    private static final int SHARED_CHUNK = 4;

    private final GgufFile file = GgufFile.of(RandomModel.of("llama", 3).segment());
    private final Workers workers = new Workers(1, "test");
    private final AtomicBoolean released = new AtomicBoolean();

    /** Set by tests to interfere before every matrix product. */
    private volatile Runnable beforeMultiply = () -> {};

    private final Kernels exact = new FloatKernels(workers);
    private final Decoder decoder = Decoder.load(file, CONTEXT, (weights, in, tokens, out) -> {
        beforeMultiply.run();
        exact.multiply(weights, in, tokens, out);
    }, workers);
    private final CachePool pool = new CachePool(decoder.cacheShape(), 16);
    private final Scheduler scheduler = new Scheduler("random", decoder, pool, workers,
            new ScheduleLimits(3, 2, CHUNK, SHARED_CHUNK), () -> released.set(true));

    @AfterEach
    void close() {
        beforeMultiply = () -> {};
        scheduler.close();
        workers.close();
        file.close();
    }

    @Test
    void jobsTogetherGetTheTokensOfEachAlone() {
        List<List<Integer>> alone = new ArrayList<>();
        for (int length : new int[]{1, 60, 17}) {
            FakeJob job = new FakeJob(20, FakeJob.prompt(length));
            scheduler.submit(job);
            alone.add(job.await());
        }
        List<FakeJob> together = new ArrayList<>();
        for (int length : new int[]{1, 60, 17}) {
            together.add(new FakeJob(20, FakeJob.prompt(length)));
        }
        together.forEach(scheduler::submit);
        assertThat(together).extracting(FakeJob::await).isEqualTo(alone);
    }

    @Test
    void aLongPromptDoesNotHoldUpTokensOfOthers() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        FakeJob talker = new FakeJob(40, 1, 2);
        FakeJob reader = new FakeJob(1, FakeJob.prompt(SHARED_CHUNK * 10));
        CountDownLatch talking = new CountDownLatch(1);
        CountDownLatch readerIn = new CountDownLatch(1);
        talker.onToken = count -> {
            if (count == 1) {
                talking.countDown();
                FakeJob.awaitLatch(readerIn);
            }
            if (!events.contains("start")) {
                // Between its prompt being read and its place the reader needs a moment that the talker must outlast.
                LockSupport.parkNanos(5_000_000);
            }
            events.add("talker");
        };
        reader.onStart = () -> events.add("start");
        reader.onToken = count -> events.add("reader");
        scheduler.submit(talker);
        FakeJob.awaitLatch(talking);
        reader.onPrepare = readerIn::countDown;
        scheduler.submit(reader);
        reader.await();
        talker.await();
        // Ten chunks, and in the step of each the talker got a token too.
        int start = events.indexOf("start");
        int end = events.indexOf("reader");
        assertThat(events.subList(start, end)).filteredOn("talker"::equals).hasSizeBetween(9, 10);
    }

    @Test
    void promptsAreReadInTurn() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        FakeJob blocker = new FakeJob(1, 1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        blocker.onToken = count -> {
            blocked.countDown();
            FakeJob.awaitLatch(go);
        };
        FakeJob longPrompt = new FakeJob(1, FakeJob.prompt(CHUNK * 12));
        FakeJob shortPrompt = new FakeJob(1, FakeJob.prompt(CHUNK * 2));
        longPrompt.onToken = count -> order.add("long");
        shortPrompt.onToken = count -> order.add("short");
        scheduler.submit(blocker);
        FakeJob.awaitLatch(blocked);
        scheduler.submit(longPrompt);
        scheduler.submit(shortPrompt);
        go.countDown();
        longPrompt.await();
        shortPrompt.await();
        assertThat(order).containsExactly("short", "long");
    }

    @Test
    void aCancelledJobStopsInTheMiddleOfAStepAndFreesItsMemory() {
        FakeJob job = new FakeJob(100, FakeJob.prompt(30));
        FakeJob other = new FakeJob(30, 5);
        FakeJob reference = new FakeJob(30, 5);
        scheduler.submit(reference);
        reference.await();

        AtomicInteger tokensAfter = new AtomicInteger();
        AtomicInteger products = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        job.onToken = count -> {
            if (count == 3) {
                third.countDown();
            } else if (count > 3) {
                tokensAfter.incrementAndGet();
            }
        };
        beforeMultiply = () -> {
            // Cancelled from within the arithmetic: the step must end here, not at its end.
            if (third.getCount() == 0 && !job.cancelled()) {
                job.cancel(scheduler);
                products.set(0);
            } else {
                products.incrementAndGet();
            }
        };
        scheduler.submit(job);
        scheduler.submit(other);
        assertThat(other.await()).isEqualTo(reference.await());
        assertThat(job.cancelled()).isTrue();
        assertThat(tokensAfter).hasValue(0);
        assertThat(job.isOver()).isFalse();
        assertThat(pool.reservedPages()).isZero();
        assertThat(scheduler.runningJobs()).isZero();
    }

    @Test
    void cancellationIsNoticedWithinTenMilliseconds() {
        // Slows every product down to about a millisecond, so that a whole step takes longer than allowed.
        beforeMultiply = () -> LockSupport.parkNanos(1_000_000);
        // The best of a few attempts: a busy machine may hold up any single one.
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            FakeJob job = new FakeJob(150, FakeJob.prompt(30));
            CountDownLatch generating = new CountDownLatch(1);
            job.onToken = count -> generating.countDown();
            scheduler.submit(job);
            FakeJob.awaitLatch(generating);
            long before = System.nanoTime();
            job.cancel(scheduler);
            while (pool.reservedPages() > 0) {
                Thread.onSpinWait();
            }
            best = Math.min(best, System.nanoTime() - before);
        }
        assertThat(best).isLessThan(10_000_000);
    }

    @Test
    void aCancelledJobThatWaitsNeverStarts() {
        FakeJob blocker = new FakeJob(3, 1);
        FakeJob[] fillers = {new FakeJob(1, 1), new FakeJob(1, 1)};
        FakeJob waiting = new FakeJob(1, 1);
        AtomicBoolean started = new AtomicBoolean();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        waiting.onStart = () -> started.set(true);
        blocker.onToken = count -> {
            blocked.countDown();
            FakeJob.awaitLatch(go);
        };
        scheduler.submit(blocker);
        FakeJob.awaitLatch(blocked);
        for (FakeJob filler : fillers) {
            scheduler.submit(filler);
        }
        scheduler.submit(waiting);
        waiting.cancel(scheduler);
        go.countDown();
        blocker.await();
        FakeJob last = new FakeJob(1, 1);
        scheduler.submit(last);
        last.await();
        assertThat(started).isFalse();
    }

    @Test
    void aPausedJobGetsNoTokensAndCostsNoTimeUntilItResumes() {
        FakeJob job = new FakeJob(10, 1);
        FakeJob other = new FakeJob(10, 1);
        CountDownLatch third = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        job.onToken = tokens -> {
            count.set(tokens);
            if (tokens == 3) {
                job.pause();
                third.countDown();
            }
        };
        scheduler.submit(job);
        FakeJob.awaitLatch(third);
        scheduler.submit(other);
        other.await();
        assertThat(count).hasValue(3);
        assertThat(job.isOver()).isFalse();
        AtomicInteger products = new AtomicInteger();
        beforeMultiply = products::incrementAndGet;
        FakeJob empty = new FakeJob(0, 1);
        scheduler.submit(empty);
        empty.await();
        assertThat(products).hasValue(0);
        job.resume(scheduler);
        assertThat(job.await()).isEqualTo(other.await());
    }

    @Test
    void aFullQueueTurnsJobsAwayAndRecovers() {
        FakeJob blocker = new FakeJob(1, 1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        blocker.onToken = count -> {
            blocked.countDown();
            FakeJob.awaitLatch(go);
        };
        scheduler.submit(blocker);
        FakeJob.awaitLatch(blocked);
        List<FakeJob> accepted = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accepted.add(new FakeJob(2, 1, i));
            scheduler.submit(accepted.getLast());
        }
        FakeJob refused = new FakeJob(1, 1);
        assertThatThrownBy(() -> scheduler.submit(refused)).isInstanceOf(OverloadedException.class);
        go.countDown();
        accepted.forEach(job -> assertThat(job.await()).hasSize(2));
        FakeJob later = new FakeJob(1, 1);
        scheduler.submit(later);
        later.await();
    }

    @Test
    void jobsWaitForMemoryAndAllGetTheirTurn() {
        // 16 pages of 64 positions: five of these do not fit at once.
        List<FakeJob> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(new FakeJob(100, FakeJob.prompt(60 + i)));
            jobs.getLast().onToken = count -> assertThat(pool.reservedPages()).isLessThanOrEqualTo(16);
            scheduler.submit(jobs.getLast());
        }
        jobs.forEach(job -> assertThat(job.await()).hasSize(100));
        assertThat(pool.reservedPages()).isZero();
    }

    @Test
    void aFailureOfTheArithmeticReachesItsJobsAndTheEngineGoesOn() {
        AtomicBoolean once = new AtomicBoolean(true);
        beforeMultiply = () -> {
            if (once.getAndSet(false)) {
                throw new InternalError("a fault occurred in an unsafe memory access operation");
            }
        };
        FakeJob job = new FakeJob(3, 1);
        scheduler.submit(job);
        assertThat(job.awaitFailure()).isInstanceOf(InferenceException.class).hasMessageContaining("memory access");
        FakeJob next = new FakeJob(3, 1);
        scheduler.submit(next);
        assertThat(next.await()).hasSize(3);
    }

    @Test
    void aFailingListenerEndsItsOwnJobOnly() {
        FakeJob bad = new FakeJob(5, 1);
        bad.onToken = count -> {
            throw new IllegalStateException("listener");
        };
        FakeJob good = new FakeJob(5, 1);
        scheduler.submit(bad);
        scheduler.submit(good);
        assertThat(good.await()).hasSize(5);
        assertThat(bad.awaitFailure()).hasMessageContaining("listener");
        assertThat(pool.reservedPages()).isZero();
    }

    @Test
    void closingFailsWhatRunsAndWaitsThenReleases() {
        FakeJob running = new FakeJob(150, 1);
        CountDownLatch generating = new CountDownLatch(1);
        running.onToken = count -> {
            generating.countDown();
            assertThat(released).isFalse();
        };
        scheduler.submit(running);
        FakeJob.awaitLatch(generating);
        running.pause();
        scheduler.close();
        assertThat(released).isTrue();
        assertThat(running.awaitFailure()).isInstanceOf(InferenceException.class)
                .hasMessage("The model random was closed.");
        assertThatThrownBy(() -> scheduler.submit(new FakeJob(1, 1))).isInstanceOf(InferenceException.class);
    }

    @Test
    void anIdleSchedulerUsesNoProcessorTime() throws InterruptedException {
        FakeJob job = new FakeJob(3, 1);
        scheduler.submit(job);
        job.await();
        Thread thread = Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("random"))
                .filter(t -> t.getState() == Thread.State.WAITING || t.isAlive()).findFirst().orElseThrow();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
        thread.join(100);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()) - before)
                .isLessThan(1_000_000);
    }
}
