package dev.outcrop.storage.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectPage;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectSummary;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import dev.outcrop.storage.StorageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Buckets that are folders.
 *
 * <p>An object is the file at its key below the bucket's folder. Links are followed as long as they stay below it; links to
 * folders are not listed, so that a listing ends. Whoever can write below the folder by other means is trusted: a path is
 * checked before it is opened, not while.
 *
 * <p>The name {@value FolderObject#PARTIAL} at the top of a bucket is taken for what is being written.
 */
public final class FolderStore implements ObjectStore {
    private final @Nullable Path root;
    private final Map<String, Path> folders;

    /**
     * @param root holds one folder for each bucket that {@code folders} does not name, or null when there are no others
     * @param folders by bucket
     */
    public FolderStore(@Nullable Path root, Map<String, Path> folders) {
        this.root = root;
        this.folders = new TreeMap<>(folders);
    }

    @Override
    public InputStream read(ObjectUri uri, long offset, long length) throws StorageException {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("negative range");
        }
        Path file = file(uri);
        FileChannel channel;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw noObject(uri, null); // Folders are none, and opening a pipe would wait for its writer.
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw failure("read", uri, e);
        }
        try {
            channel.position(offset);
            return new FileRange(Channels.newInputStream(channel), length);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw failure("read", uri, e);
        }
    }

    private static void closeQuietly(FileChannel channel, IOException cause) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public PendingObject write(ObjectUri uri) throws StorageException {
        Path bucket = bucket(uri.bucket());
        Path file = file(uri);
        if (Files.isDirectory(file)) {
            throw occupied(uri, null);
        }
        return FolderObject.open(uri, bucket, file);
    }

    @Override
    public ObjectPage list(String bucket, String prefix, @Nullable String after, int limit) throws StorageException {
        ObjectUri.requireBucket(bucket);
        ObjectUri.requirePrefix(prefix);
        requireOurs(prefix);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit " + limit);
        }
        try {
            return new FolderListing(bucket, bucket(bucket), prefix, after == null ? "" : after, limit).page();
        } catch (IOException e) {
            throw e instanceof StorageException known ? known : failure("listed", "s3://" + bucket, e);
        }
    }

    @Override
    public Optional<ObjectSummary> find(ObjectUri uri) throws StorageException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file(uri), BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new ObjectSummary(uri, attributes.size(), attributes.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (isBelowAFile(e)) {
                return Optional.empty();
            }
            throw failure("read", uri, e);
        }
    }

    @Override
    public void delete(ObjectUri uri) throws StorageException {
        Path file = file(uri);
        if (Files.isDirectory(file)) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            if (!isBelowAFile(e)) {
                throw failure("deleted", uri, e);
            }
        }
    }

    /** A key below an object: the system says that its parent is no folder. */
    private static boolean isBelowAFile(IOException e) {
        return e instanceof FileSystemException failed
                && (e instanceof NotDirectoryException || "Not a directory".equals(failed.getReason()));
    }

    private Path bucket(String name) throws StorageException {
        Path folder = folders.get(name);
        if (folder == null && root != null) {
            folder = root.resolve(name);
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StorageException(
                    Reason.NO_BUCKET,
                    "There is no bucket " + name + (folder == null
                            ? ": map it to a folder in `storage.buckets`."
                            : ": make the folder " + folder + ", or map the bucket to another in `storage.buckets`."),
                    null);
        }
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw failure("opened", "s3://" + name, e);
        }
    }

    /** The path of an object, whether it exists or not; never one outside of the bucket. */
    private Path file(ObjectUri uri) throws StorageException {
        Path bucket = bucket(uri.bucket());
        requireOurs(uri.key());
        Path file = FolderPaths.below(bucket, uri.key());
        if (!FolderPaths.staysBelow(bucket, file)) {
            throw new StorageException(
                    Reason.DENIED, uri + " leads out of its bucket by a link, which is not followed.", null);
        }
        return file;
    }

    private static void requireOurs(String key) {
        if (key.equals(FolderObject.PARTIAL) || key.startsWith(FolderObject.PARTIAL + "/")) {
            throw new ObjectNameException(
                    "Keys below `" + FolderObject.PARTIAL + "` are taken for objects that are being written.");
        }
    }

    private static StorageException noObject(ObjectUri uri, @Nullable Throwable cause) {
        return new StorageException(Reason.NO_OBJECT, "There is no object " + uri + ".", cause);
    }

    static StorageException occupied(ObjectUri uri, @Nullable Throwable cause) {
        return new StorageException(
                Reason.OCCUPIED,
                uri + " cannot be written: in a folder a key is an object or the folder of others, not both.",
                cause);
    }

    static StorageException failure(String verb, ObjectUri uri, IOException e) {
        if (e instanceof StorageException known) {
            return known;
        }
        if (isBelowAFile(e)) {
            return verb.equals("written") ? occupied(uri, e) : noObject(uri, e);
        }
        return e instanceof NoSuchFileException && verb.equals("read")
                ? noObject(uri, e)
                : failure(verb, uri.toString(), e);
    }

    private static StorageException failure(String verb, String what, IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> new StorageException(
                    Reason.DENIED,
                    what + " cannot be " + verb + ": this process has no permission for " + denied.getFile() + ".", e);
            case FileAlreadyExistsException taken -> new StorageException(
                    Reason.OCCUPIED, what + " cannot be " + verb + ": " + taken.getFile() + " is in the way.", e);
            case FileSystemException failed -> new StorageException(
                    isReadOnly(failed) ? Reason.DENIED : Reason.UNAVAILABLE,
                    what + " cannot be " + verb + ": " + failed.getFile() + ": " + reason(failed) + ".", e);
            default -> new StorageException(
                    Reason.UNAVAILABLE, what + " cannot be " + verb + ": " + reason(e) + ".", e);
        };
    }

    private static boolean isReadOnly(FileSystemException e) {
        return String.valueOf(e.getReason()).contains("Read-only");
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return reason == null || reason.isEmpty() ? e.getClass().getSimpleName() : reason;
    }

    @Override
    public void close() {}
}
