package dev.outcrop.server.control;

import java.time.Instant;

import dev.outcrop.store.resource.ResourceQuery;
import dev.outcrop.wire.bind.BoundInput;
import org.jspecify.annotations.Nullable;

/**
 * Under which names a list operation takes its filters; null where it has none of the kind. All lists are sorted by
 * {@code CreationTime}, newest first unless {@code sortOrder} is {@code Ascending}.
 */
public record ResourceFilters(
        @Nullable String after, @Nullable String before, @Nullable String status, @Nullable String name,
        @Nullable String modelArn) {

    /** What a call asks for. */
    public ResourceQuery query(BoundInput input) {
        return new ResourceQuery(
                "Ascending".equals(input.string("sortOrder")),
                instant(input, after),
                instant(input, before),
                string(input, status),
                string(input, name),
                string(input, modelArn));
    }

    private static @Nullable Instant instant(BoundInput input, @Nullable String member) {
        return member == null ? null : (Instant) input.get(member);
    }

    private static @Nullable String string(BoundInput input, @Nullable String member) {
        return member == null ? null : input.string(member);
    }
}
