package dev.outcrop.cli.log;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes the log on a thread of its own: an event loop that logs must not wait for whoever reads standard error. What does not
 * fit in the queue is dropped and counted. Thread-safe.
 */
final class QueuedHandler extends Handler {
    private static final int MOST_QUEUED = 8_192;
    private static final long PATIENCE_MILLIS = 2_000;
    private static final String END = "";

    private final PrintStream out;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    QueuedHandler(PrintStream out, LineFormatter formatter) {
        this.out = out;
        setFormatter(formatter);
        this.writer = Thread.ofPlatform().name("log").daemon().start(this::write);
    }

    @Override
    public void publish(LogRecord event) {
        if (isLoggable(event) && !queue.offer(getFormatter().format(event))) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            for (String line = queue.take(); !line.equals(END); line = queue.take()) {
                out.print(line);
                if (queue.isEmpty()) {
                    tellOfDropped();
                }
            }
            tellOfDropped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.flush();
    }

    private void tellOfDropped() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LogRecord event = new LogRecord(Level.WARNING, lost + " lines of the log were dropped");
            event.setLoggerName(QueuedHandler.class.getName());
            out.print(getFormatter().format(event));
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    /** Writes what is queued, as long as someone reads it. */
    @Override
    public void close() {
        try {
            queue.put(END);
            writer.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
