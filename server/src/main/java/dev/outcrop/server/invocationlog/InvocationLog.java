package dev.outcrop.server.invocationlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.invocationlog.delivery.Delivery;
import dev.outcrop.server.invocationlog.delivery.DeliveryMeters;
import dev.outcrop.server.invocationlog.delivery.Destinations;
import dev.outcrop.server.invocationlog.delivery.Heading;
import dev.outcrop.server.invocationlog.journal.Disk;
import dev.outcrop.server.invocationlog.journal.Journal;
import dev.outcrop.server.invocationlog.journal.JournalOptions;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.folder.FolderStore;
import dev.outcrop.store.logging.LoggingStore;
import dev.outcrop.store.scope.AccountRegion;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of invocations of one account and region. Thread-safe.
 *
 * <p>Without a configuration it costs one read of a field for each call. Every node looks for the configuration once a
 * second. The journal is opened when it is first needed, or when an earlier process left something in it.
 */
public final class InvocationLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InvocationLog.class);
    private static final Set<String> LOGGED = Set
            .of("InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream");
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /**
     * How records wait.
     *
     * @param folder holds the journal, and what is delivered to log groups
     * @param journal how the journal is cut and bounded
     * @param retryAfter wait after the first delivery that fails; doubled up to a minute
     */
    public record Options(Path folder, JournalOptions journal, Duration retryAfter) {

        /** The usual ones. */
        public static Options of(Path folder, Duration interval, long limitBytes) {
            return new Options(folder, JournalOptions.of(interval, limitBytes), Duration.ofSeconds(1));
        }

        Path journalFolder() {
            return folder.resolve("invocation-log");
        }
    }

    /** A configuration in force. */
    private record InForce(String document, String heading, LogSettings settings) {}

    private final Options options;
    private final AccountRegion scope;
    private final LoggingStore store;
    private final ObjectStore objects;
    private final DeliveryMeters meters;
    private final Disk disk;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread looking;
    private volatile @Nullable InForce inForce;
    private volatile @Nullable Journal journal;

    // Guarded by this.
    private @Nullable Delivery delivery;
    private boolean warned;
    private boolean closed;

    /** Looks for a configuration before it returns. */
    public InvocationLog(
            Options options, AccountRegion scope, LoggingStore store, ObjectStore objects, MeterRegistry meters) {
        this(options, scope, store, objects, meters, Disk::file);
    }

    /** One with everything in a folder, buckets in {@code s3} among it, for servers that are not a user's. */
    public static InvocationLog inFolder(
            Path folder, AccountRegion scope, LoggingStore store, MeterRegistry meters) {
        return new InvocationLog(
                Options.of(folder, Duration.ofSeconds(1), 1L << 30), scope, store,
                new FolderStore(folder.resolve("s3"), Map.of()), meters);
    }

    /** With another disk than the machine's. */
    public InvocationLog(
            Options options,
            AccountRegion scope,
            LoggingStore store,
            ObjectStore objects,
            MeterRegistry meters,
            Disk disk) {
        this.options = options;
        this.scope = scope;
        this.store = store;
        this.objects = objects;
        this.meters = new DeliveryMeters(meters, this::waitingBytes);
        this.disk = disk;
        this.clock = InstantSource.system();
        refresh();
        if (Files.isDirectory(options.journalFolder())) {
            openJournal();
        }
        this.looking = Thread.ofVirtual().name("invocation-log-settings").start(this::look);
    }

    /** Where logs go that are meant for CloudWatch. */
    public Destinations destinations() {
        return new Destinations(objects, options.folder().resolve("logs"));
    }

    /** Has a call watched if its operation is logged and there is a configuration. On the loop. */
    public void watch(Exchange exchange, String operation, Map<String, String> labels) {
        InForce current = inForce;
        if (current != null && LOGGED.contains(operation)) {
            begin(exchange, operation, String.valueOf(labels.get("modelId")), current);
        }
    }

    /** Has a call of another API watched if there is a configuration. On the loop. */
    public void watchAny(Exchange exchange, String operation, String modelId) {
        InForce current = inForce;
        if (current != null) {
            begin(exchange, operation, modelId, current);
        }
    }

    private void begin(Exchange exchange, String operation, String modelId, InForce current) {
        exchange.watchedBy(new Capture(
                exchange,
                operation,
                modelId,
                scope.region(),
                current.settings().keepsBodies(),
                clock.instant().minusMillis(exchange.elapsedMillis()),
                (call, safe) -> append(current, call, safe)));
    }

    private void append(InForce current, LoggedCall call, Runnable safe) {
        Journal open = journal;
        if (open == null) {
            meters.dropped("no_journal", 1);
            safe.run();
        } else {
            open.append(current.heading(), call, safe);
        }
    }

    private long waitingBytes() {
        Journal open = journal;
        return open == null ? 0 : open.bytes();
    }

    private void look() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                refresh();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread.", e);
        }
    }

    /** Takes over the stored configuration. While the store cannot be read the last one holds. Blocks. */
    public void refresh() {
        String document;
        try {
            document = store.find(scope).orElse(null);
        } catch (RuntimeException e) {
            warnOnce("The configuration of invocation logging cannot be read: {}", e);
            return;
        }
        synchronized (this) {
            warned = warned && document != null && journal == null;
            InForce current = inForce;
            if (document == null) {
                inForce = null;
            } else if (current == null || !current.document().equals(document)) {
                inForce = new InForce(
                        document,
                        new Heading(scope.account(), scope.region(), document).text(),
                        LogSettings.read(document));
            }
        }
        if (document != null) {
            openJournal();
        }
    }

    /** Tried again at every look while it fails: a server must not fail for its log. */
    private synchronized void openJournal() {
        if (journal != null || closed) {
            return;
        }
        try {
            Journal opened = Journal.open(
                    options.journalFolder(), options.journal(), disk,
                    (reason, entries) -> meters.dropped(reason.name(), entries));
            delivery = Delivery.start(opened.sealed(), destinations(), options.retryAfter(), meters);
            journal = opened;
        } catch (IOException e) {
            warnOnce("Invocations cannot be logged, as their journal cannot be opened: {}", e);
        }
    }

    /** At each look the same would be said again. */
    private synchronized void warnOnce(String what, Exception e) {
        if (!warned) {
            warned = true;
            LOG.warn(what, e.toString());
        }
    }

    /** Seals what was logged and tries once to deliver it; the rest waits for the next process. */
    @Override
    public void close() {
        closing.countDown();
        Journal open;
        Delivery running;
        synchronized (this) {
            closed = true;
            open = journal;
            running = delivery;
        }
        try {
            looking.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (open != null) {
            open.close();
        }
        if (running != null) {
            running.close();
        }
    }
}
