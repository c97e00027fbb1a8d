package dev.outcrop.store.tag;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.outcrop.store.database.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Tags by the ARN of the resource they are on. Thread-safe; blocks. */
public final class TagStore {

    /** Most tags of one resource. */
    public static final int MOST_TAGS = 50;

    private final Database database;

    public TagStore(Database database) {
        this.database = database;
    }

    /** What became of tags that were to be put on a resource. */
    public enum Tagging {
        DONE,
        /** No resource has this ARN. */
        NO_RESOURCE,
        /** The resource would have more than {@link #MOST_TAGS}; nothing was changed. */
        TOO_MANY
    }

    /** Puts tags on a resource; those whose keys it has get the new values. */
    public Tagging tag(String arn, Map<String, String> tags) {
        return database.write(handle -> {
            if (!lock(handle, arn)) {
                return Tagging.NO_RESOURCE;
            }
            Map<String, String> all = read(handle, arn);
            all.putAll(tags);
            if (all.size() > MOST_TAGS) {
                return Tagging.TOO_MANY;
            }
            remove(handle, arn, tags.keySet());
            insert(handle, arn, tags);
            return Tagging.DONE;
        });
    }

    /** Takes tags off a resource; keys that it does not have are no matter. Returns whether the resource exists. */
    public boolean untag(String arn, Collection<String> keys) {
        return database.write(handle -> {
            boolean exists = lock(handle, arn);
            remove(handle, arn, keys);
            return exists;
        });
    }

    /** The tags of a resource, by key; empty when no resource has this ARN. */
    public Optional<Map<String, String>> list(String arn) {
        return database.read(handle -> {
            Map<String, String> tags = read(handle, arn);
            boolean exists = !tags.isEmpty()
                    || handle.createQuery("SELECT COUNT(*) FROM resource WHERE arn = :arn")
                            .bind("arn", arn)
                            .mapTo(Integer.class)
                            .one() > 0;
            return exists ? Optional.of(tags) : Optional.empty();
        });
    }

    /** Makes an ARN known, with its first tags: part of the transaction that makes the resource. */
    public static void register(Handle handle, String arn, Map<String, String> tags) {
        handle.createUpdate("INSERT INTO resource (arn, tag_revision) VALUES (:arn, 0)").bind("arn", arn).execute();
        insert(handle, arn, tags);
    }

    /** Forgets an ARN, its tags, and the resource whose row refers to it. Returns whether it was known. */
    public static boolean unregister(Handle handle, String arn) {
        return handle.createUpdate("DELETE FROM resource WHERE arn = :arn").bind("arn", arn).execute() > 0;
    }

    /** Makes changes of one resource's tags wait for each other. Returns whether it exists. */
    private static boolean lock(Handle handle, String arn) {
        return handle.createUpdate("UPDATE resource SET tag_revision = tag_revision + 1 WHERE arn = :arn")
                .bind("arn", arn)
                .execute() > 0;
    }

    private static Map<String, String> read(Handle handle, String arn) {
        Map<String, String> tags = new TreeMap<>();
        handle.createQuery("SELECT tag_key, tag_value FROM tag WHERE arn = :arn")
                .bind("arn", arn)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(entry -> tags.put(entry.getKey(), entry.getValue()));
        return tags;
    }

    private static void remove(Handle handle, String arn, Collection<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("DELETE FROM tag WHERE arn = :arn AND tag_key = :key");
        keys.forEach(key -> batch.bind("arn", arn).bind("key", key).add());
        batch.execute();
    }

    private static void insert(Handle handle, String arn, Map<String, String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle
                .prepareBatch("INSERT INTO tag (arn, tag_key, tag_value) VALUES (:arn, :key, :value)");
        tags.forEach((key, value) -> batch.bind("arn", arn).bind("key", key).bind("value", value).add());
        batch.execute();
    }
}
