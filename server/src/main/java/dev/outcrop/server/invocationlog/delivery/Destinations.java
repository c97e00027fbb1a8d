package dev.outcrop.server.invocationlog.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.outcrop.server.invocationlog.LogSettings;
import dev.outcrop.server.invocationlog.journal.Segment;
import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectPage;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectSummary;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import dev.outcrop.storage.StorageException.Reason;
import dev.outcrop.storage.folder.FolderStore;
import org.jspecify.annotations.Nullable;

/**
 * Where an account's records go: object storage, in the layout of Amazon S3's destination (Amazon Bedrock user guide, "Monitor
 * model invocation"), and log groups, which here are folders.
 *
 * <p>A log group keeps the newest {@value #GROUP_LIMIT} bytes. Thread-safe.
 */
public final class Destinations {
    private static final long GROUP_LIMIT = 1L << 30;
    private static final String STREAM = "aws/bedrock/modelinvocations";
    private static final String CHECK = "amazon-bedrock-logs-permission-check";
    private static final String GROUP_BUCKET = "log-group";
    private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    private static final DateTimeFormatter HOUR = formatter("yyyy/MM/dd/HH");
    private static final DateTimeFormatter FILE = formatter("yyyyMMdd'T'HHmmssSSS'Z'");

    private final ObjectStore objects;
    private final Path groups;

    /** @param groups holds a folder for each log group */
    public Destinations(ObjectStore objects, Path groups) {
        this.objects = objects;
        this.groups = groups;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /**
     * Writes where records will go, as the service does when it is told to.
     *
     * @throws StorageException when it cannot
     * @throws ObjectNameException when there can be no such place
     */
    public void check(LogSettings.Place place, String account, String region) throws IOException {
        write(objects, key(place, account, region, CHECK));
    }

    /** The same for a log group; with a place for large data, both. */
    public void check(LogSettings.LogGroup group, String account, String region) throws IOException {
        write(group(group.name()), new ObjectUri(GROUP_BUCKET, STREAM + "/" + CHECK));
        LogSettings.Place large = group.largeData();
        if (large != null) {
            check(large, account, region);
        }
    }

    private static void write(ObjectStore store, ObjectUri uri) throws IOException {
        try (PendingObject object = store.write(uri)) {
            object.write("Outcrop writes here.\n".getBytes(StandardCharsets.UTF_8));
            object.commit();
        }
    }

    List<Destination> of(Heading heading, Segment segment) throws StorageException {
        LogSettings settings = heading.logSettings();
        List<Destination> destinations = new ArrayList<>(2);
        LogSettings.Place s3 = settings.s3();
        if (s3 != null) {
            destinations.add(new Destination(
                    objects,
                    key(s3, heading.account(), heading.region(), hour(segment) + "/" + name(segment) + ".json.gz"),
                    true,
                    asides(s3, heading, segment),
                    () -> {}));
        }
        LogSettings.LogGroup group = settings.logGroup();
        if (group != null) {
            ObjectStore folder = group(group.name());
            LogSettings.Place large = group.largeData();
            destinations.add(new Destination(
                    folder,
                    new ObjectUri(GROUP_BUCKET, STREAM + "/" + name(segment) + ".jsonl"),
                    false,
                    large == null ? null : asides(large, heading, segment),
                    () -> makeRoom(folder)));
        }
        return destinations;
    }

    private Destination.Asides asides(LogSettings.Place place, Heading heading, Segment segment) {
        return new Destination.Asides(
                objects, key(place, heading.account(), heading.region(), hour(segment) + "/data"));
    }

    private static String hour(Segment segment) {
        return HOUR.format(segment.begun());
    }

    private static String name(Segment segment) {
        Instant begun = segment.begun();
        return FILE.format(begun) + "_" + segment.suffix();
    }

    private static ObjectUri key(LogSettings.Place place, String account, String region, String rest) {
        String prefix = place.prefix().replaceAll("^/+|/+$", "");
        return new ObjectUri(
                place.bucket(),
                (prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + account + "/BedrockModelInvocationLogs/" + region
                        + "/" + rest);
    }

    /** The folder of a log group, made when it is not there. */
    private ObjectStore group(String name) throws StorageException {
        String path = name.replaceAll("^/+|/+$", "");
        if (!GROUP.matcher(name).matches() || path.isEmpty()) {
            throw new ObjectNameException(
                    "The log group name `" + name + "` is not valid: letters, digits and . - _ / #.");
        }
        // A path has the rules of a key.
        String checked = new ObjectUri(GROUP_BUCKET, path).key();
        Path folder = groups.resolve(checked);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException(Reason.DENIED, "The folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
        return new FolderStore(null, Map.of(GROUP_BUCKET, folder));
    }

    private static void makeRoom(ObjectStore group) throws StorageException {
        Deque<ObjectSummary> oldestFirst = new ArrayDeque<>();
        long bytes = 0;
        @Nullable
        String after = null;
        do {
            ObjectPage page = group.list(GROUP_BUCKET, STREAM + "/", after, ObjectStore.MAX_PAGE);
            for (ObjectSummary object : page.objects()) {
                if (object.uri().key().endsWith(".jsonl")) {
                    oldestFirst.add(object);
                    bytes += object.size();
                }
            }
            after = page.next();
        } while (after != null);
        while (bytes > GROUP_LIMIT && oldestFirst.size() > 1) {
            ObjectSummary oldest = oldestFirst.remove();
            group.delete(oldest.uri());
            bytes -= oldest.size();
        }
    }
}
