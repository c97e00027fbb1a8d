package dev.outcrop.store.resource;

import java.util.Set;

/**
 * How much of a kind an account and region may have.
 *
 * @param most the sum of weights that may not be exceeded
 * @param statuses those that count; empty for all
 */
public record Quota(long most, Set<String> statuses) {

    /** No limit. */
    public static final Quota NONE = new Quota(Long.MAX_VALUE, Set.of());

    public Quota {
        statuses = Set.copyOf(statuses);
    }

    /** A limit on all of the kind. */
    public static Quota of(long most) {
        return new Quota(most, Set.of());
    }
}
