package dev.outcrop.server.invocationlog.journal;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends entries to segments on a thread of its own. Thread-safe.
 *
 * <p>An entry is acknowledged once the operating system has it: a process that is killed loses none that was. It is forced
 * to the device within a second, and when its segment is sealed: that much a loss of power may take.
 *
 * <p>Nothing here makes a caller wait: what memory or the disk cannot take is dropped, reported, and acknowledged.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int BATCH = 256;

    private final JournalFolder folder;
    private final SealedSegments sealed;
    private final JournalOptions options;
    private final Disk disk;
    private final DropListener drops;
    private final SecureRandom random = new SecureRandom();
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong activeBytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    // Below: the journal's thread alone.
    private @Nullable Active active;
    private long warned = System.nanoTime() - WARN_NANOS;

    private record Item(String heading, @Nullable Content content, long size, Runnable acknowledge) {}

    private static final class Active {
        final Segment segment;
        final String heading;
        final Disk.Appender file;
        final long begunNanos = System.nanoTime();
        long length;
        int entries;
        boolean dirty;
        long forcedNanos = begunNanos;

        Active(Segment segment, String heading, Disk.Appender file) {
            this.segment = segment;
            this.heading = heading;
            this.file = file;
        }
    }

    private Journal(JournalFolder folder, JournalOptions options, Disk disk, DropListener drops) throws IOException {
        this.folder = folder;
        this.options = options;
        this.disk = disk;
        this.drops = drops;
        this.sealed = new SealedSegments(folder.segments());
        this.thread = Thread.ofPlatform().daemon().name("invocation-journal").unstarted(this::run);
    }

    /**
     * Opens a journal below a folder, with what earlier processes have left there. Several processes may share the folder:
     * each writes in a part of its own, and takes over those that nobody uses.
     *
     * @throws IOException when it cannot be written
     */
    public static Journal open(Path base, JournalOptions options, Disk disk, DropListener drops) throws IOException {
        JournalFolder folder = JournalFolder.claim(base);
        try {
            Journal journal = new Journal(folder, options, disk, drops);
            journal.thread.start();
            return journal;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Appends an entry, later.
     *
     * @param heading entries of one segment have the same
     * @param acknowledge run once the entry is written or dropped, here or on the journal's thread; must not block
     */
    public void append(String heading, Content content, Runnable acknowledge) {
        long size = content.size();
        if (closing || queuedBytes.addAndGet(size) > options.queueBytes()) {
            queuedBytes.addAndGet(-size);
            drops.dropped(DropListener.Reason.QUEUE_FULL, 1);
            acknowledge.run();
            return;
        }
        queue.add(new Item(heading, content, size, acknowledge));
    }

    /** What waits to be read. */
    public SealedSegments sealed() {
        return sealed;
    }

    /** Bytes on the disk that nobody has read yet. */
    public long bytes() {
        return sealed.bytes() + activeBytes.get();
    }

    private void run() {
        List<Item> batch = new ArrayList<>(BATCH);
        boolean ended = false;
        while (!ended) {
            batch.clear();
            try {
                Item first = queue.poll(waitNanos(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts this thread.", e);
            }
            for (Item item : batch) {
                ended |= item.content() == null;
                write(item);
                queuedBytes.addAndGet(-item.size());
            }
            batch.forEach(item -> item.acknowledge().run());
            tend();
        }
        seal();
    }

    /** Until something is to be forced or sealed. */
    private long waitNanos() {
        Active current = active;
        if (current == null) {
            return Long.MAX_VALUE;
        }
        long now = System.nanoTime();
        long untilSealed = current.begunNanos + options.interval().toNanos() - now;
        long untilForced = current.dirty ? current.forcedNanos + FORCE_NANOS - now : Long.MAX_VALUE;
        return Math.max(0, Math.min(untilSealed, untilForced));
    }

    private void tend() {
        Active current = active;
        if (current == null) {
            return;
        }
        long now = System.nanoTime();
        if (now - current.begunNanos >= options.interval().toNanos()) {
            seal();
        } else if (current.dirty && now - current.forcedNanos >= FORCE_NANOS) {
            try {
                current.file.force();
                current.dirty = false;
                current.forcedNanos = now;
            } catch (IOException e) {
                warn("cannot be forced to the disk", e);
                seal();
            }
        }
    }

    private void write(Item item) {
        Content content = item.content();
        if (content == null) {
            return;
        }
        try {
            Active current = activeFor(item.heading());
            ByteBuffer frame = Frames.write(content);
            int length = frame.remaining();
            if (!makeRoom(length)) {
                drops.dropped(DropListener.Reason.JOURNAL_FULL, 1);
                return;
            }
            current.file.append(frame);
            current.length += length;
            current.entries++;
            current.dirty = true;
            activeBytes.set(current.length);
            if (current.length >= options.segmentBytes() || current.entries >= options.segmentEntries()) {
                seal();
            }
        } catch (IOException e) {
            drops.dropped(DropListener.Reason.DISK, 1);
            warn("takes no more", e);
            takeBack();
        }
    }

    private Active activeFor(String heading) throws IOException {
        Active current = active;
        if (current != null && current.heading.equals(heading)) {
            return current;
        }
        seal();
        Segment segment = Segment.begin(folder.path(), Instant.now(), random.nextLong());
        Active begun = new Active(segment, heading, disk.create(segment.file()));
        active = begun;
        byte[] text = heading.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = Frames.write(new Content() {
            @Override
            public long size() {
                return text.length;
            }

            @Override
            public void writeTo(DataOutputStream out) throws IOException {
                out.write(text);
            }
        });
        int length = frame.remaining();
        begun.file.append(frame);
        begun.length = length;
        return begun;
    }

    /** Whether so many bytes fit, once the oldest segments have gone that nobody reads. */
    private boolean makeRoom(long length) {
        while (bytes() + length > options.limitBytes()) {
            int lost = sealed.dropOldest();
            if (lost < 0) {
                return false;
            }
            drops.dropped(DropListener.Reason.JOURNAL_FULL, lost);
        }
        return true;
    }

    /** After a write that failed: the file ends with its last whole entry, and is not written again. */
    private void takeBack() {
        Active current = active;
        if (current == null) {
            return;
        }
        try {
            current.file.truncate(current.length);
        } catch (IOException e) {
            // Whoever reads it stops at what is not whole.
            LOG.debug("{} keeps half an entry", current.segment.file(), e);
        }
        seal();
    }

    private void seal() {
        Active current = active;
        if (current == null) {
            return;
        }
        active = null;
        try (Disk.Appender file = current.file) {
            file.force();
        } catch (IOException e) {
            warn("cannot be forced to the disk", e);
        }
        activeBytes.set(0);
        sealed.add(current.segment, current.length, current.entries);
    }

    private void warn(String what, IOException e) {
        long now = System.nanoTime();
        if (now - warned >= WARN_NANOS) {
            warned = now;
            LOG.warn("The journal of invocations in {} {}; calls go on, and records are lost: {}",
                    folder.path(), what, e.toString());
        }
    }

    /** Writes what is queued, seals, and leaves all that was not read to the next process. */
    @Override
    public void close() {
        closing = true;
        queue.add(new Item("", null, 0, () -> {}));
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sealed.close();
        folder.close();
    }
}
