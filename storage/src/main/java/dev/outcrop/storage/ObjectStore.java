package dev.outcrop.storage;

import java.io.InputStream;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Objects by bucket and key.
 *
 * <p>Thread-safe; blocks: not for event loops. Streams are for one thread and must be closed; what they throw while they
 * are read or written is an {@link java.io.IOException}, most often a {@link StorageException}.
 */
public interface ObjectStore extends AutoCloseable {

    /** Most objects on a page. */
    int MAX_PAGE = 1_000;

    /**
     * Opens an object from its beginning.
     *
     * @throws StorageException {@code NO_OBJECT}, {@code NO_BUCKET}, {@code DENIED} or {@code UNAVAILABLE}
     */
    default InputStream read(ObjectUri uri) throws StorageException {
        return read(uri, 0, Long.MAX_VALUE);
    }

    /**
     * Opens a part of an object.
     *
     * @param offset first byte; past the end there is nothing to read
     * @param length most bytes
     * @throws StorageException as {@link #read(ObjectUri)}
     * @throws IllegalArgumentException when negative
     */
    InputStream read(ObjectUri uri, long offset, long length) throws StorageException;

    /**
     * Begins to write an object.
     *
     * @throws StorageException {@code NO_BUCKET}, {@code DENIED}, {@code OCCUPIED} or {@code UNAVAILABLE}; some services
     *     tell only when it is committed
     */
    PendingObject write(ObjectUri uri) throws StorageException;

    /**
     * Lists objects whose keys begin with a prefix.
     *
     * @param prefix may be empty, may end within a name
     * @param after only keys after this one, or null for all
     * @param limit most objects, 1 to {@value #MAX_PAGE}
     * @throws StorageException {@code NO_BUCKET}, {@code DENIED} or {@code UNAVAILABLE}
     * @throws ObjectNameException when no key begins so
     */
    ObjectPage list(String bucket, String prefix, @Nullable String after, int limit) throws StorageException;

    /**
     * What an object is without its content, or empty when there is none.
     *
     * @throws StorageException {@code NO_BUCKET}, {@code DENIED} or {@code UNAVAILABLE}
     */
    Optional<ObjectSummary> find(ObjectUri uri) throws StorageException;

    /**
     * Deletes an object; nothing happens when there is none. Some services are as content with a bucket that is not there.
     *
     * @throws StorageException {@code NO_BUCKET}, {@code DENIED} or {@code UNAVAILABLE}
     */
    void delete(ObjectUri uri) throws StorageException;

    @Override
    void close();
}
