package dev.outcrop.server.invocationlog.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments that are complete, oldest first, until their reader is done with them. Thread-safe; for one reader. */
public final class SealedSegments {
    private static final Logger LOG = LoggerFactory.getLogger(SealedSegments.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<Segment, State> segments = new TreeMap<>(Comparator.comparing(Segment::file));
    private long bytes;
    private long additions;
    private boolean closed;

    private static final class State {
        final long bytes;
        int entries;
        boolean reading;

        State(long bytes, int entries) {
            this.bytes = bytes;
            this.entries = entries;
        }
    }

    SealedSegments(List<Segment> left) throws IOException {
        for (Segment segment : left) {
            add(segment, Files.size(segment.file()), -1);
        }
    }

    /** @param entries negative when they have not been counted */
    void add(Segment segment, long length, int entries) {
        lock.lock();
        try {
            segments.put(segment, new State(length, entries));
            bytes += length;
            additions++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all of them. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the oldest that is not being read; returns its entries, or -1 when there is none. */
    int dropOldest() {
        lock.lock();
        try {
            Iterator<Segment> all = segments.keySet().iterator();
            while (all.hasNext()) {
                Segment segment = all.next();
                State state = segments.get(segment);
                if (state != null && !state.reading) {
                    all.remove();
                    bytes -= state.bytes;
                    int lost = state.entries < 0 ? counted(segment) : state.entries;
                    delete(segment);
                    return lost;
                }
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    private static int counted(Segment segment) {
        try {
            return segment.entries();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", segment.file(), e.toString());
            return 0;
        }
    }

    private static void delete(Segment segment) {
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", segment.file(), e.toString());
        }
    }

    /** Those that are there now, oldest first. */
    public List<Segment> all() {
        lock.lock();
        try {
            return List.copyOf(segments.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** How many there have been: what {@link #await} compares. */
    public long additions() {
        lock.lock();
        try {
            return additions;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a segment from being dropped while it is read; false when it has gone. */
    public boolean beginReading(Segment segment) {
        return setReading(segment, true);
    }

    /** Lets it go, unread. */
    public void endReading(Segment segment) {
        setReading(segment, false);
    }

    private boolean setReading(Segment segment, boolean reading) {
        lock.lock();
        try {
            State state = segments.get(segment);
            if (state != null) {
                state.reading = reading;
            }
            return state != null;
        } finally {
            lock.unlock();
        }
    }

    /** Its entries are where they belong: deletes it. */
    public void done(Segment segment) {
        lock.lock();
        try {
            State state = segments.remove(segment);
            if (state != null) {
                bytes -= state.bytes;
            }
            delete(segment);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for segments beside so many, at most this long; returns false once there will be no more. */
    public boolean await(long seen, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (additions == seen && !closed && left > 0) {
                left = changed.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
