package dev.outcrop.storage.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectPage;
import dev.outcrop.storage.ObjectSummary;
import dev.outcrop.storage.ObjectUri;
import org.jspecify.annotations.Nullable;

/**
 * One page of the keys below a folder, in the order of S3: that of their UTF-8 bytes.
 *
 * <p>Within a folder that is the order of the names when those of folders end with their slash; so a walk meets the keys in
 * order, and needs to hold no more than a batch of names for each level, whatever a folder contains.
 */
final class FolderListing {
    private static final Comparator<String> BY_BYTES = (a, b) -> Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    private static final int BATCH = 1_000;

    private final String bucket;
    private final Path folder;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectSummary> found = new ArrayList<>();
    private boolean more;

    /** @param after empty for all */
    FolderListing(String bucket, Path folder, String prefix, String after, int limit) {
        this.bucket = bucket;
        this.folder = folder;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    ObjectPage page() throws IOException {
        int slash = prefix.lastIndexOf('/');
        String base = prefix.substring(0, slash + 1);
        Path start = base.isEmpty() ? folder : FolderPaths.below(folder, base);
        if (Files.isDirectory(start) && FolderPaths.staysBelow(folder, start)) {
            walk(start, base);
        }
        @Nullable
        String next = more ? found.getLast().uri().key() : null;
        return new ObjectPage(found, next);
    }

    /** @param base key of the folder, with its slash */
    private void walk(Path directory, String base) throws IOException {
        String last = "";
        while (!more) {
            List<String> names = names(directory, base, last);
            for (String name : names) {
                take(directory, base, name);
                if (more) {
                    return;
                }
            }
            if (names.size() < BATCH) {
                return;
            }
            last = names.getLast();
        }
    }

    private void take(Path directory, String base, String name) throws IOException {
        if (name.endsWith("/")) {
            walk(directory.resolve(name.substring(0, name.length() - 1)), base + name);
            return;
        }
        ObjectSummary object = summary(directory.resolve(name), base + name);
        if (object == null) {
            return;
        }
        if (found.size() == limit) {
            more = true;
        } else {
            found.add(object);
        }
    }

    private @Nullable ObjectSummary summary(Path file, String key) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() && FolderPaths.staysBelow(folder, file)
                    ? new ObjectSummary(
                            new ObjectUri(bucket, key), attributes.size(), attributes.lastModifiedTime().toInstant())
                    : null;
        } catch (NoSuchFileException | ObjectNameException e) {
            return null; // Gone meanwhile, a link to nowhere, or a file whose name can be no key.
        }
    }

    /** The next names of a folder, sorted, those of folders with a slash at the end. */
    private List<String> names(Path directory, String base, String last) throws IOException {
        TreeSet<String> names = new TreeSet<>(BY_BYTES);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = name(entry, base);
                if (name != null && BY_BYTES.compare(name, last) > 0 && mayHold(base + name)) {
                    names.add(name);
                    if (names.size() > BATCH) {
                        names.removeLast();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // Deleted meanwhile.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return List.copyOf(names);
    }

    private @Nullable String name(Path entry, String base) {
        String name = entry.getFileName().toString();
        if (base.isEmpty() && name.equals(FolderObject.PARTIAL)) {
            return null;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return name + "/";
        }
        return Files.isRegularFile(entry) ? name : null;
    }

    /** Whether a key, or one below a folder's key, can be asked for. */
    private boolean mayHold(String key) {
        if (key.endsWith("/")) {
            boolean inPrefix = key.startsWith(prefix) || prefix.startsWith(key);
            return inPrefix && (after.startsWith(key) || BY_BYTES.compare(key, after) > 0);
        }
        return key.startsWith(prefix) && BY_BYTES.compare(key, after) > 0;
    }
}
