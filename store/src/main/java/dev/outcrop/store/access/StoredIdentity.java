package dev.outcrop.store.access;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A user or role.
 *
 * @param target kind and name
 * @param id never used again
 * @param boundary name of the policy that bounds it, or null
 */
public record StoredIdentity(
        Target target, String id, @Nullable String boundary, Map<String, String> tags, Instant createdAt) {

    public StoredIdentity {
        tags = Map.copyOf(tags);
    }
}
