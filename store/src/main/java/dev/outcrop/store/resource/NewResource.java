package dev.outcrop.store.resource;

import java.time.Instant;
import java.util.Map;

import dev.outcrop.store.scope.IdempotencyToken;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is to be made.
 *
 * @param id not used before within its kind
 * @param arn not used before
 * @param tags at most {@link dev.outcrop.store.tag.TagStore#MOST_TAGS}, by key
 * @param token repeats of it find what the first call made; null when there can be none
 * @param weight what it takes of the quota, usually 1
 * @param at kept to the millisecond
 */
public record NewResource(
        ResourceKind kind,
        String id,
        String arn,
        ResourceContent content,
        Map<String, String> tags,
        @Nullable IdempotencyToken token,
        long weight,
        Quota quota,
        Instant at) {

    public NewResource {
        tags = Map.copyOf(tags);
    }
}
