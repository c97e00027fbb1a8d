package dev.outcrop.store.access;

/**
 * What policies are attached to.
 *
 * @param name of a user or role, or the id of a credential; empty for the account itself
 */
public record Target(Kind kind, String name) {

    /** Kinds of targets. */
    public enum Kind {
        USER, ROLE,
        /** The account itself; takes no policies. */
        ROOT,
        /** A credential: what is attached here bounds what its owner may do with it. */
        KEY
    }
}
