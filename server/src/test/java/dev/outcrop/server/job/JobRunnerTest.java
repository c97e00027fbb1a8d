package dev.outcrop.server.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.store.Store;
import dev.outcrop.store.resource.NewResource;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.scope.AccountRegion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class JobRunnerTest {
    private static final AccountRegion SCOPE = new AccountRegion("123456789012", "us-east-1");
    private static final ResourceKind KIND = ResourceKind.MODEL_IMPORT_JOB;

    @TempDir
    Path folder;

    private @Nullable Store opened;
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() {
        opened = Store.sqlite(folder.resolve("jobs.db"));
    }

    @AfterEach
    void close() {
        store().close();
    }

    private Store store() {
        return Objects.requireNonNull(opened);
    }

    private JobRunner runner(String node, Duration lease) {
        return new JobRunner(store().jobs(), SCOPE, node, InstantSource.system(), lease, () -> {});
    }

    private void submit(String id) {
        store().resources().create(SCOPE, new NewResource(KIND, id,
                "arn:aws:bedrock:us-east-1:123456789012:model-import-job/" + id,
                new ResourceContent(id, "Open", null, Set.of(), "{}"), Map.of(), null, 1, Quota.NONE, Instant.now()));
    }

    private void complete(HeldJob held) {
        held.update(resource -> resource.content().withStatus("Completed"));
        done.add(held.resource().id());
    }

    private String status(String id) {
        return store().resources().find(SCOPE, KIND, id).orElseThrow().status();
    }

    @Test
    void whatIsThereIsDoneOnceByOneOfTwoNodes() throws Exception {
        for (int i = 0; i < 20; i++) {
            submit("j" + i);
        }
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Job job = held -> {
            most.accumulateAndGet(together.incrementAndGet(), Math::max);
            together.decrementAndGet();
            complete(held);
        };
        try (JobRunner one = runner("one", JobRunner.LEASE); JobRunner other = runner("other", JobRunner.LEASE)) {
            one.start(KIND, Set.of("Open"), 2, job);
            other.start(KIND, Set.of("Open"), 1, job);
            for (int i = 0; i < 20; i++) {
                assertThat(done.take()).isNotNull();
            }
            submit("late");
            other.wake();
            assertThat(done.take()).isEqualTo("late");
        }
        assertThat(done).as("nothing twice").isEmpty();
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void whatFailedUnexpectedlyIsTriedAgainAndNotInAHotLoop() throws Exception {
        submit("j");
        AtomicInteger attempts = new AtomicInteger();
        Duration lease = Duration.ofMillis(400);
        long begun = System.nanoTime();
        try (JobRunner runner = runner("one", lease)) {
            runner.start(KIND, Set.of("Open"), 1, held -> {
                if (attempts.incrementAndGet() == 1) {
                    throw new IllegalStateException("by accident");
                }
                complete(held);
            });
            assertThat(done.take()).isEqualTo("j");
        }
        assertThat(attempts).hasValue(2);
        assertThat(System.nanoTime() - begun).isGreaterThan(lease.toNanos());
    }

    @Test
    void whatIsAskedForAgainIsDoneAgainAtOnce() throws Exception {
        submit("j");
        try (JobRunner runner = runner("one", Duration.ofHours(1))) {
            runner.start(KIND, Set.of("Open"), 1, this::complete);
            assertThat(done.take()).isEqualTo("j");
            store().resources().update(SCOPE, KIND, "j", resource -> resource.content().withStatus("Open"),
                    Instant.now());
            runner.wake();
            assertThat(done.take()).isEqualTo("j");
        }
    }

    @Test
    void aClosedNodeHandsOverAtOnce() throws Exception {
        submit("j");
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        try (JobRunner leaving = runner("leaving", Duration.ofHours(1))) {
            leaving.start(KIND, Set.of("Open"), 1, held -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
            });
            begun.await();
        }
        assertThat(interrupted).hasValue(1);
        assertThat(status("j")).isEqualTo("Open");
        try (JobRunner next = runner("next", JobRunner.LEASE)) {
            next.start(KIND, Set.of("Open"), 1, this::complete);
            assertThat(done.take()).isEqualTo("j");
        }
    }

    @Test
    void longWorkKeepsItsClaimAndLostWorkIsStopped() throws Exception {
        submit("j");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger begunTwice = new AtomicInteger();
        Duration lease = Duration.ofMillis(300);
        try (JobRunner runner = runner("one", lease)) {
            runner.start(KIND, Set.of("Open"), 2, held -> {
                begunTwice.incrementAndGet();
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    stopped.countDown();
                }
            });
            begun.await();
            assertThat(stopped.await(4 * lease.toMillis(), TimeUnit.MILLISECONDS)).as("renewed").isFalse();
            assertThat(begunTwice).hasValue(1);
            store().resources().delete(SCOPE, KIND, "j", resource -> {});
            stopped.await();
        }
    }
}
