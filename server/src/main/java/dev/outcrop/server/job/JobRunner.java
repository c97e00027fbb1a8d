package dev.outcrop.server.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.outcrop.store.resource.Claim;
import dev.outcrop.store.resource.JobClaims;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.scope.AccountRegion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for resources that have something left to do and does it. Thread-safe.
 *
 * <p>Each is done by one node, which renews its claim until it is done; one that dies in the middle is followed by another
 * when its lease has run out, and one that is closed hands over at once. After an unexpected failure the claim is left to
 * run out, so that the next attempt comes with a pause.
 */
public final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** How long a job of a dead node waits for the next. */
    public static final Duration LEASE = Duration.ofSeconds(60);

    /** How soon a job that another node was asked for is seen. */
    private static final Duration EVERY = Duration.ofMillis(500);

    private static final int RENEWALS_PER_LEASE = 4;

    private final JobClaims claims;
    private final AccountRegion scope;
    private final String node;
    private final InstantSource clock;
    private final Duration lease;
    private final Runnable changed;
    private final Map<Claim, Thread> running = new ConcurrentHashMap<>();
    private final List<BlockingQueue<Boolean>> calls = new CopyOnWriteArrayList<>();
    private final List<Thread> lookouts = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A runner with nothing to do yet.
     *
     * @param node names this server among others, for people to read; at most 64 characters
     * @param lease how long a job is held without being renewed
     * @param changed is told of every change that a job has made
     */
    public JobRunner(
            JobClaims claims, AccountRegion scope, String node, InstantSource clock, Duration lease, Runnable changed) {
        this.claims = claims;
        this.scope = scope;
        this.node = node;
        this.clock = clock;
        this.lease = lease;
        this.changed = changed;
        Thread.ofVirtual().name("jobs-renew").start(this::renew);
    }

    /**
     * Begins to look for resources of a kind.
     *
     * @param statuses those in which there is something to do
     * @param atOnce most of them at the same time
     */
    public void start(ResourceKind kind, Set<String> statuses, int atOnce, Job job) {
        BlockingQueue<Boolean> called = new ArrayBlockingQueue<>(1);
        calls.add(called);
        lookouts.add(Thread.ofVirtual()
                .name("jobs-" + kind)
                .start(() -> look(kind, statuses, new Semaphore(atOnce), job, called)));
    }

    /** Looks at once: something has been asked for. */
    public void wake() {
        calls.forEach(called -> called.offer(true));
    }

    private void look(
            ResourceKind kind, Collection<String> statuses, Semaphore free, Job job, BlockingQueue<Boolean> called) {
        try {
            while (closed.getCount() > 0) {
                free.acquire();
                Optional<Claim> claim = take(kind, statuses);
                if (claim.isPresent()) {
                    begin(claim.get(), job, free);
                } else {
                    free.release();
                    called.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Claim> take(ResourceKind kind, Collection<String> statuses) {
        try {
            return claims.take(scope, kind, statuses, node, clock.instant(), lease);
        } catch (RuntimeException e) {
            if (closed.getCount() > 0) {
                LOG.warn("Jobs cannot be looked for: {}", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void begin(Claim claim, Job job, Semaphore free) {
        Thread thread = Thread.ofVirtual().name("job-" + claim.job().id()).unstarted(() -> {
            try {
                job.run(new HeldJob(claims, claim, clock, changed));
                // Otherwise what is asked for next, of the same resource, would wait for the lease.
                release(claim);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("Work on {} failed and will be tried again", claim.job().arn(), e);
                }
            } finally {
                running.remove(claim);
                free.release();
            }
        });
        running.put(claim, thread);
        thread.start();
    }

    private void renew() {
        try {
            while (!closed.await(lease.toMillis() / RENEWALS_PER_LEASE, TimeUnit.MILLISECONDS)) {
                running.forEach(this::renew);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(Claim claim, Thread thread) {
        try {
            if (!claims.renew(claim, clock.instant(), lease)) {
                thread.interrupt();
            }
        } catch (RuntimeException e) {
            // The lease is long enough for further attempts.
            LOG.warn("The claim on {} cannot be renewed: {}", claim.job().arn(), e.getMessage());
        }
    }

    /** Stops what is under way and hands it to whoever looks next. Blocks until all has stopped. */
    @Override
    public void close() {
        closed.countDown();
        lookouts.forEach(Thread::interrupt);
        join(lookouts);
        Map<Claim, Thread> left = Map.copyOf(running);
        left.values().forEach(Thread::interrupt);
        join(new ArrayList<>(left.values()));
        left.keySet().forEach(this::release);
    }

    private void release(Claim claim) {
        try {
            claims.release(claim);
        } catch (RuntimeException e) {
            LOG.warn("The claim on {} is left to run out: {}", claim.job().arn(), e.getMessage());
        }
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
