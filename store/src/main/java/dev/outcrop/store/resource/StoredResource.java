package dev.outcrop.store.resource;

import java.time.Instant;

/**
 * A resource as it is kept.
 *
 * @param weight what it takes of its quota
 * @param revision changes with every change
 * @param ordinal where it stands among those of its account and region, oldest first
 */
public record StoredResource(
        ResourceKind kind,
        String id,
        String arn,
        ResourceContent content,
        long weight,
        long revision,
        long ordinal,
        Instant createdAt,
        Instant updatedAt) {

    /** Short for the content's name. */
    public String name() {
        return content.name();
    }

    /** Short for the content's status. */
    public String status() {
        return content.status();
    }

    /** Short for the content's document. */
    public String document() {
        return content.document();
    }
}
