package dev.outcrop.server.invocationlog.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.invocationlog.LoggedCall;
import dev.outcrop.server.invocationlog.journal.SealedSegments;
import dev.outcrop.server.invocationlog.journal.Segment;
import dev.outcrop.storage.ObjectNameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers segments, oldest first, on a thread of its own.
 *
 * <p>A segment becomes one object, whose key is the segment's own: delivered twice, as after a kill, it is still there once.
 * A destination that fails is tried again, after 1, 2, 4 ... 60 seconds; meanwhile what goes elsewhere is delivered.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SealedSegments segments;
    private final Destinations destinations;
    private final Duration retryAfter;
    private final DeliveryMeters meters;
    private final Thread thread;
    private long warned = System.nanoTime() - WARN_NANOS;

    private Delivery(
            SealedSegments segments, Destinations destinations, Duration retryAfter, DeliveryMeters meters) {
        this.segments = segments;
        this.destinations = destinations;
        this.retryAfter = retryAfter;
        this.meters = meters;
        this.thread = Thread.ofPlatform().daemon().name("invocation-log").unstarted(this::run);
    }

    /** Begins to deliver. It ends once no more segments come and each has been tried. */
    public static Delivery start(
            SealedSegments segments, Destinations destinations, Duration retryAfter, DeliveryMeters meters) {
        Delivery delivery = new Delivery(segments, destinations, retryAfter, meters);
        delivery.thread.start();
        return delivery;
    }

    private void run() {
        int failures = 0;
        boolean more = true;
        try {
            while (more) {
                long seen = segments.additions();
                failures = deliverAll() ? 0 : failures + 1;
                more = segments.await(seen, failures == 0 ? Duration.ofDays(365) : wait(failures));
            }
            deliverAll();
        } catch (InterruptedException e) {
            LOG.info("The log of invocations is not delivered further; what is left waits for the next start.");
        }
    }

    private Duration wait(int failures) {
        Duration wait = retryAfter.multipliedBy(1L << Math.min(16, failures - 1));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Returns whether every segment is where it belongs. */
    private boolean deliverAll() throws InterruptedException {
        Set<String> failing = new HashSet<>();
        for (Segment segment : segments.all()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (segments.beginReading(segment)) {
                deliver(segment, failing);
            }
        }
        return failing.isEmpty();
    }

    private void deliver(Segment segment, Set<String> failing) {
        String heading = "";
        try (Segment.Reader reader = segment.read()) {
            heading = reader.heading();
        } catch (IOException e) {
            failed(segment, e);
        }
        if (heading.isEmpty()) {
            segments.done(segment); // Begun by a process that was killed before it wrote anything.
            return;
        }
        if (failing.contains(heading)) {
            segments.endReading(segment);
            return;
        }
        try {
            meters.delivered(deliver(segment, Heading.read(heading)));
            segments.done(segment);
        } catch (IOException | ObjectNameException e) {
            failing.add(heading);
            segments.endReading(segment);
            meters.failed();
            failed(segment, e);
        } catch (RuntimeException defect) {
            // Kept and tried again, rather than end the delivery of all others.
            failing.add(heading);
            segments.endReading(segment);
            meters.failed();
            LOG.error("{} cannot be delivered", segment.file(), defect);
        }
    }

    private int deliver(Segment segment, Heading heading) throws IOException {
        int records = 0;
        for (Destination destination : destinations.of(heading, segment)) {
            records = 0;
            RecordWriter writer = new RecordWriter(heading, destination);
            try (Segment.Reader reader = segment.read(); Batch batch = destination.begin()) {
                for (byte[] entry = reader.next(); entry != null; entry = reader.next()) {
                    records += write(writer, entry, batch);
                }
                batch.commit();
            }
        }
        return records;
    }

    /** Returns how many records were written. A defect in the making of one must not keep all others. */
    private int write(RecordWriter writer, byte[] entry, Batch batch) throws IOException {
        LoggedCall call;
        try {
            call = LoggedCall.read(entry);
        } catch (IOException e) {
            return unwritable(e);
        }
        byte[] line;
        try {
            line = writer.write(call);
        } catch (ObjectNameException e) {
            throw e;
        } catch (RuntimeException defect) {
            return unwritable(defect);
        }
        batch.line(line);
        return 1;
    }

    private int unwritable(Exception e) {
        LOG.error("A record of an invocation cannot be written", e);
        meters.dropped("defect", 1);
        return 0;
    }

    private void failed(Segment segment, Exception e) {
        long now = System.nanoTime();
        if (now - warned >= WARN_NANOS) {
            warned = now;
            LOG.warn("Invocations cannot be logged now, and wait in {}: {}",
                    segment.file().getParent(), e.getMessage());
        }
    }

    /** Waits a little for what is under way. */
    @Override
    public void close() {
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
