package dev.outcrop.engines.gguf.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A fixed set of platform threads that share the parts of a loop with the thread that calls.
 *
 * <p>One thread at a time may call {@link #forEach}. The range is cut into blocks that threads take one after the
 * other, so a thread that the system takes away delays only its own block, and a helper that comes too late is not
 * waited for. Between loops the helpers spin for some microseconds, since the next loop of a running step comes at once, and then sleep: an idle engine uses no CPU.
 */
public final class Workers implements AutoCloseable {

    private static final int SPINS_BEFORE_SLEEP = 2_000;
    private static final int BLOCKS_PER_THREAD = 8;

    /** Below this many multiplications, waking another thread costs more than it saves. */
    private static final long WORTH_SHARING = 1 << 19;

    /** Multiplications in a block at most, well under a millisecond: bounds how late an abandoned loop is noticed. */
    private static final long LARGEST_BLOCK = 1 << 20;

    private static final long WAIT_NANOS = 10_000;

    private static final long ENDED = 1L << 31;
    private static final long HELPERS = ENDED - 1;
    private static final int NUMBER_SHIFT = 32;

    private final List<Thread> helpers = new ArrayList<>();
    private final AtomicInteger nextBlock = new AtomicInteger();

    /**
     * The current loop: its number in the upper half, {@link #ENDED} once all its blocks are taken, and the number of
     * helpers that work on it. A helper may join until the loop has ended; the other fields of a loop are written before
     * its number and stay until the last helper has left.
     */
    private final AtomicLong loop = new AtomicLong(ENDED);

    private BooleanSupplier abandoned = () -> false;

    private volatile boolean closed;
    private @Nullable Part part;
    private int items;
    private int blockItems;
    private volatile @Nullable Throwable failure;

    /** Part of a loop. */
    @FunctionalInterface
    public interface Part {
        /** Handles the items {@code from} (included) to {@code to} (not included) as worker {@code worker}. */
        void run(int from, int to, int worker);
    }

    /** @param threads threads that work on one loop, the caller included */
    public Workers(int threads, String name) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        for (int i = 1; i < threads; i++) {
            int worker = i;
            helpers.add(Thread.ofPlatform().name(name + "-" + i).daemon().start(() -> help(worker)));
        }
    }

    /** Threads that work on one loop; worker numbers are below this. */
    public int count() {
        return helpers.size() + 1;
    }

    /**
     * Makes loops that run from now on end early, with a {@link CancellationException}, once {@code abandoned} is true.
     */
    public void abandonWhen(BooleanSupplier abandoned) {
        this.abandoned = abandoned;
    }

    /**
     * Runs a loop over {@code items} items and returns when all are done.
     *
     * @param itemCost multiplications per item, roughly
     * @throws CancellationException when the work was abandoned; some items were then not handled
     */
    public void forEach(int items, long itemCost, Part part) {
        this.items = items;
        this.part = part;
        long most = Math.max(1, LARGEST_BLOCK / Math.max(1, itemCost));
        this.blockItems = Math.clamp(items / (count() * BLOCKS_PER_THREAD), 1, (int) Math.min(most, Integer.MAX_VALUE));
        this.failure = null;
        nextBlock.set(0);
        boolean shared = !helpers.isEmpty() && items * itemCost >= WORTH_SHARING;
        if (shared) {
            loop.set(((loop.get() >>> NUMBER_SHIFT) + 1) << NUMBER_SHIFT);
            helpers.forEach(LockSupport::unpark);
        }
        takeBlocks(part, 0);
        if (shared) {
            end();
        }
        rethrow(failure);
        if (abandoned.getAsBoolean()) {
            throw new CancellationException();
        }
    }

    /** Lets no more helpers join and waits for those that have. */
    private void end() {
        loop.getAndUpdate(state -> state | ENDED);
        for (int spins = 0; (loop.get() & HELPERS) > 0; spins++) {
            if (spins < SPINS_BEFORE_SLEEP) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
        }
    }

    private void takeBlocks(Part part, int worker) {
        try {
            for (int from = nextBlock.getAndAdd(blockItems); from < items && from >= 0; from = nextBlock
                    .getAndAdd(blockItems)) {
                if (abandoned.getAsBoolean()) {
                    return;
                }
                part.run(from, Math.min(items, from + blockItems), worker);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void help(int worker) {
        long seen = 0;
        while (true) {
            long state = awaitLoopAfter(seen);
            if (closed) {
                return;
            }
            seen = state >>> NUMBER_SHIFT;
            if (join(seen)) {
                Part current = part;
                if (current != null) {
                    takeBlocks(current, worker);
                }
                loop.decrementAndGet();
            }
        }
    }

    private long awaitLoopAfter(long seen) {
        int spins = 0;
        long state = loop.get();
        while (state >>> NUMBER_SHIFT == seen && !closed) {
            if (spins < SPINS_BEFORE_SLEEP) {
                spins++;
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
            state = loop.get();
        }
        return state;
    }

    private boolean join(long number) {
        long state = loop.get();
        while (state >>> NUMBER_SHIFT == number && (state & ENDED) == 0) {
            if (loop.compareAndSet(state, state + 1)) {
                return true;
            }
            state = loop.get();
        }
        return false;
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Ends the threads; no loop may be running. */
    @Override
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
    }
}
