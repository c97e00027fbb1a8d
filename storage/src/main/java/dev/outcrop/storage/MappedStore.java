package dev.outcrop.storage;

import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Some buckets in one store, all others in another. Thread-safe. */
public final class MappedStore implements ObjectStore {
    private final Set<String> buckets;
    private final ObjectStore mapped;
    private final ObjectStore others;

    /**
     * @param buckets those in {@code mapped}
     * @param mapped closed with this
     * @param others closed with this
     */
    public MappedStore(Set<String> buckets, ObjectStore mapped, ObjectStore others) {
        this.buckets = Set.copyOf(buckets);
        this.mapped = mapped;
        this.others = others;
    }

    private ObjectStore of(String bucket) {
        return buckets.contains(bucket) ? mapped : others;
    }

    @Override
    public InputStream read(ObjectUri uri, long offset, long length) throws StorageException {
        return of(uri.bucket()).read(uri, offset, length);
    }

    @Override
    public PendingObject write(ObjectUri uri) throws StorageException {
        return of(uri.bucket()).write(uri);
    }

    @Override
    public ObjectPage list(String bucket, String prefix, @Nullable String after, int limit) throws StorageException {
        return of(bucket).list(bucket, prefix, after, limit);
    }

    @Override
    public Optional<ObjectSummary> find(ObjectUri uri) throws StorageException {
        return of(uri.bucket()).find(uri);
    }

    @Override
    public void delete(ObjectUri uri) throws StorageException {
        of(uri.bucket()).delete(uri);
    }

    @Override
    public void close() {
        mapped.close();
        others.close();
    }
}
