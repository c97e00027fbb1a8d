package dev.outcrop.store.access;

/** What became of a change; all but {@link #DONE} changed nothing. */
public enum AccessWrite {
    DONE,
    /** No user, role or credential of this name. */
    NO_TARGET,
    /** No policy of this name. */
    NO_POLICY,
    /** The policy is attached, or someone's boundary. */
    IN_USE,
    /** It has as many as it may have. */
    TOO_MANY,
    /** It was revoked, for ever. */
    REVOKED,
    /** Secrets are sealed with another key than those that are there. */
    OTHER_KEY
}
