package dev.outcrop.engines.gguf.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.outcrop.engines.gguf.cache.CachePool;
import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.model.Decoder;
import dev.outcrop.engines.gguf.model.Slice;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.inference.EngineLoad;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on one decoder in steps.
 *
 * <p>A step computes one token of every generation that has read its prompt, and a chunk of one prompt or more, taken
 * in turn from those that have not: nobody waits longer than a step for the next token. Jobs enter in the order they
 * came, as far as there are places and cache memory. One thread does all this and makes every call to jobs except
 * {@link Job#prepare()}; without anything to compute it sleeps.
 *
 * <p>Cancelling a job that is part of the current step abandons that step, whose other jobs are then computed again
 * without it: what a step does is only kept when it ends, and so a cancelled job stops within the time of one block of
 * one matrix. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private final String name;
    private final Decoder decoder;
    private final CachePool pool;
    private final ScheduleLimits limits;
    private final Runnable release;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<WaitingJob> waiting = new ArrayDeque<>();
    private volatile boolean abandonStep;
    private volatile boolean closed;

    /** Under the lock. */
    private long entered;
    private long waitedNanos;
    private long steps;
    private long stepTokens;

    /** Touched by the scheduler's thread alone; its size also by others, under the lock. */
    private final List<RunningJob> running = new ArrayList<>();

    /** A job that has no place yet; {@code plan} or {@code failure} are there once it is prepared. */
    private static final class WaitingJob {
        private final Job job;
        private final long sinceNanos = System.nanoTime();
        private Job.@Nullable Plan plan;
        private @Nullable RuntimeException failure;

        WaitingJob(Job job) {
            this.job = job;
        }

        /** Kept until its prompt is worked out, so that work that goes on counts against the limit. */
        boolean droppable() {
            return job.cancelled() && (plan != null || failure != null);
        }
    }

    /**
     * Starts a scheduler.
     *
     * @param workers the threads that {@code decoder} uses
     * @param release called by the scheduler's thread when it ends, after the last access to the decoder
     */
    public Scheduler(String name, Decoder decoder, CachePool pool, Workers workers, ScheduleLimits limits,
            Runnable release) {
        this.name = name;
        this.decoder = decoder;
        this.pool = pool;
        this.limits = limits;
        this.release = release;
        workers.abandonWhen(() -> abandonStep);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
    }

    /**
     * Takes on a job and returns at once.
     *
     * @throws OverloadedException when no more jobs may wait
     * @throws InferenceException when the scheduler is closed
     */
    public void submit(Job job) {
        WaitingJob entry = new WaitingJob(job);
        lock.lock();
        try {
            if (closed) {
                throw closedException();
            }
            if (waiting.size() + running.size() >= limits.running() + limits.waiting()) {
                throw new OverloadedException("%s has %d generations running and %d waiting, and takes no more now."
                        .formatted(name, running.size(), waiting.size()));
            }
            waiting.add(entry);
        } finally {
            lock.unlock();
        }
        Thread _ = Thread.ofVirtual().name(name + "-prompt").start(() -> prepare(entry));
    }

    private void prepare(WaitingJob entry) {
        Job.Plan plan = null;
        RuntimeException failure = null;
        try {
            plan = entry.job.prepare();
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            failure = new InferenceException("The prompt could not be read: " + e, e);
        }
        lock.lock();
        try {
            entry.plan = plan;
            entry.failure = failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Must be called after a job's {@link Job#cancelled()} has become true. */
    public void jobCancelled(Job job) {
        lock.lock();
        try {
            if (running.stream().anyMatch(other -> other.job.equals(job))) {
                abandonStep = true;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Must be called after a job's {@link Job#paused()} has become false. */
    public void jobResumed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Generations that have a place. */
    public int runningJobs() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /** How busy this is. */
    public EngineLoad load() {
        lock.lock();
        try {
            return new EngineLoad(running.size(), waiting.size(), entered, waitedNanos, steps, stepTokens,
                    pool.reservedPages(), pool.pages());
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                List<WaitingJob> failed = new ArrayList<>();
                List<RunningJob> started = new ArrayList<>();
                awaitWork(failed, started);
                failed.forEach(entry -> fail(entry.job, entry.failure));
                started.forEach(this::start);
                step();
            }
        } finally {
            closed = true;
            failAll();
            release.run();
        }
    }

    /** Blocks until something can be done, and gives places to jobs that wait. */
    private void awaitWork(List<WaitingJob> failed, List<RunningJob> started) {
        lock.lock();
        try {
            while (true) {
                dropCancelled();
                enter(failed, started);
                abandonStep = closed;
                if (closed || !failed.isEmpty() || running.stream().anyMatch(RunningJob::runnable)) {
                    return;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropCancelled() {
        waiting.removeIf(WaitingJob::droppable);
        running.removeIf(job -> {
            if (job.job.cancelled()) {
                job.release();
                return true;
            }
            return false;
        });
    }

    private void enter(List<WaitingJob> failed, List<RunningJob> started) {
        Iterator<WaitingJob> entries = waiting.iterator();
        while (entries.hasNext()) {
            WaitingJob entry = entries.next();
            if (entry.failure != null) {
                failed.add(entry);
                entries.remove();
            } else if (entry.plan != null && !entry.job.cancelled() && running.size() < limits.running()) {
                Optional<SequenceCache> cache = pool.open(entry.plan.positions());
                if (cache.isEmpty()) {
                    return; // later jobs must not overtake one that needs more memory
                }
                RunningJob job = new RunningJob(entry.job, entry.plan.prompt(), cache.get(), decoder.vocabulary());
                running.add(job);
                started.add(job);
                entered++;
                waitedNanos += System.nanoTime() - entry.sinceNanos;
                entries.remove();
            }
        }
    }

    private void start(RunningJob job) {
        try {
            if (!job.job.started()) {
                finish(job);
            }
        } catch (RuntimeException | Error e) {
            fail(job, e);
        }
    }

    private void step() {
        List<RunningJob> jobs = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        plan(jobs, slices);
        if (jobs.isEmpty()) {
            return;
        }
        try {
            decoder.step(slices);
        } catch (CancellationException e) {
            return; // a job was cancelled or the scheduler closed; the others' turn comes again
        } catch (RuntimeException | Error e) {
            jobs.forEach(job -> fail(job, e));
            return;
        }
        count(slices);
        for (int i = 0; i < jobs.size(); i++) {
            RunningJob job = jobs.get(i);
            try {
                if (!job.computed(slices.get(i))) {
                    finish(job);
                }
            } catch (RuntimeException | Error e) {
                fail(job, e);
            }
        }
    }

    private void count(List<Slice> computed) {
        lock.lock();
        try {
            steps++;
            for (Slice slice : computed) {
                stepTokens += slice.count();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One token of each job that has read its prompt, and prompt chunks from the jobs whose turn it is. */
    private void plan(List<RunningJob> jobs, List<Slice> slices) {
        List<RunningJob> reading = new ArrayList<>();
        for (RunningJob job : running) {
            if (job.runnable() && job.readsPrompt()) {
                reading.add(job);
            } else if (job.runnable()) {
                jobs.add(job);
                slices.add(job.tokenSlice());
            }
        }
        int budget = jobs.isEmpty() ? limits.promptChunk() : limits.sharedPromptChunk();
        for (RunningJob job : reading) {
            if (budget > 0) {
                int count = Math.min(budget, job.promptLeft());
                budget -= count;
                jobs.add(job);
                slices.add(job.promptSlice(count));
                moveToEnd(job);
            }
        }
    }

    private void moveToEnd(RunningJob job) {
        lock.lock();
        try {
            running.remove(job);
            running.add(job);
        } finally {
            lock.unlock();
        }
    }

    private void leave(RunningJob job) {
        lock.lock();
        try {
            running.remove(job);
        } finally {
            lock.unlock();
        }
        job.release();
    }

    private void finish(RunningJob job) {
        leave(job);
        if (!job.job.cancelled()) {
            job.job.finished();
        }
    }

    private void fail(RunningJob job, Throwable cause) {
        leave(job);
        fail(job.job, cause);
    }

    private void fail(Job job, @Nullable Throwable cause) {
        if (job.cancelled()) {
            return;
        }
        RuntimeException failure;
        if (cause instanceof InferenceException known) {
            failure = known;
        } else {
            LOG.error("{}: a generation failed", name, cause);
            failure = new InferenceException("The engine failed: " + cause, Objects.requireNonNull(cause));
        }
        try {
            job.failed(failure);
        } catch (RuntimeException e) {
            LOG.error("{}: a listener failed", name, e);
        }
    }

    private void failAll() {
        List<Job> jobs = new ArrayList<>();
        lock.lock();
        try {
            running.forEach(job -> {
                job.release();
                jobs.add(job.job);
            });
            running.clear();
            waiting.forEach(entry -> jobs.add(entry.job));
            waiting.clear();
        } finally {
            lock.unlock();
        }
        jobs.forEach(job -> fail(job, closedException()));
    }

    private InferenceException closedException() {
        return new InferenceException("The model " + name + " was closed.");
    }

    /** Fails all jobs and waits until the decoder is no longer used, except when called by a job. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            abandonStep = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() != thread) {
            joinUninterruptibly();
        }
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
