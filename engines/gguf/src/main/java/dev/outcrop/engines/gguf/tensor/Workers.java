package dev.outcrop.engines.gguf.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A fixed set of platform threads that share the parts of a loop with the thread that calls.
 *
 * <p>One thread at a time may call {@link #forEach}. The range is cut into blocks that threads take one after the
 * other, so a thread that the system takes away delays only its own block. Between loops the helpers spin for some
 * microseconds, since the next loop of a running step comes at once, and then sleep: an idle engine uses no CPU.
 */
public final class Workers implements AutoCloseable {

    private static final int SPINS_BEFORE_SLEEP = 2_000;
    private static final int BLOCKS_PER_THREAD = 8;

    /** Below this many multiplications, waking another thread costs more than it saves. */
    private static final long WORTH_SHARING = 1 << 16;

    /** Multiplications in a block at most, well under a millisecond: bounds how late an abandoned loop is noticed. */
    private static final long LARGEST_BLOCK = 1 << 20;

    private static final long WAIT_NANOS = 10_000;

    private final List<Thread> helpers = new ArrayList<>();
    private final AtomicInteger nextBlock = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private BooleanSupplier abandoned = () -> false;

    /** Counts loops; a change is the helpers' signal. Written after the loop's other fields. */
    private final AtomicInteger loops = new AtomicInteger();

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
            unfinished.set(helpers.size());
            loops.incrementAndGet();
            helpers.forEach(LockSupport::unpark);
        }
        takeBlocks(part, 0);
        if (shared) {
            for (int spins = 0; unfinished.get() > 0; spins++) {
                if (spins < SPINS_BEFORE_SLEEP) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, WAIT_NANOS);
                }
            }
        }
        rethrow(failure);
        if (abandoned.getAsBoolean()) {
            throw new CancellationException();
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
        int seen = 0;
        while (true) {
            int spins = 0;
            while (loops.get() == seen && !closed) {
                if (spins < SPINS_BEFORE_SLEEP) {
                    spins++;
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen = loops.get();
            Part current = part;
            if (current != null) {
                takeBlocks(current, worker);
            }
            unfinished.decrementAndGet();
        }
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
