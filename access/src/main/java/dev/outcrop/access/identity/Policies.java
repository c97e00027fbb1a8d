package dev.outcrop.access.identity;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The policies that bound what a caller may do.
 *
 * @param identity of the user or role; one of them must allow
 * @param boundary permissions boundary of the user or role, which must allow too; null for none
 * @param session of the credential itself; when there are any, one of them must allow too
 */
public record Policies(List<Attached> identity, @Nullable Attached boundary, List<Attached> session) {

    /** None at all. */
    public static final Policies NONE = new Policies(List.of(), null, List.of());

    public Policies {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
    }

    /**
     * One policy.
     *
     * @param name unique in the account
     * @param document IAM JSON, checked when it was written
     */
    public record Attached(String name, String document) {}
}
