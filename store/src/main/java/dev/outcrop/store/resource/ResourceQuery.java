package dev.outcrop.store.resource;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which resources to list, in which order of their making. Null admits all; what is set must all hold.
 *
 * @param createdAfter later than this
 * @param createdBefore earlier than this
 * @param nameContains with these letters in the name, in this case
 */
public record ResourceQuery(
        boolean ascending,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable String status,
        @Nullable String nameContains,
        @Nullable String modelArn) {

    /** All, newest first. */
    public static final ResourceQuery ALL = new ResourceQuery(false, null, null, null, null, null);

    /** All, oldest first. */
    public static final ResourceQuery OLDEST_FIRST = new ResourceQuery(true, null, null, null, null, null);
}
