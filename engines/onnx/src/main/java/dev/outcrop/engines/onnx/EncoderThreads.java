package dev.outcrop.engines.onnx;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.inference.InferenceException;

/**
 * A few platform threads for runs of an encoder: a native call would hold the carrier of a virtual thread, and several
 * callers on one core only slow each other down. First come, first served. Thread-safe.
 */
final class EncoderThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /** @param most runs at the same time, one core each */
    EncoderThreads(int most) {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "encoder-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs something and waits for it.
     *
     * @throws InferenceException when it fails, the threads are closed, or the caller is interrupted, who then still is
     */
    <T> T run(Callable<T> task) {
        Future<T> result;
        try {
            result = threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw new InferenceException("The encoder is closed.", e);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new InferenceException("The encoder was interrupted.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InferenceException known
                    ? known
                    : new InferenceException("The encoder failed.", e);
        }
    }

    /** @throws InferenceException when it is closed */
    void requireOpen() {
        if (threads.isShutdown()) {
            throw new InferenceException("The encoder is closed.");
        }
    }

    /** Takes no more runs, and waits for those that were taken. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                // The model must not be freed under a running call; a window takes milliseconds.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
