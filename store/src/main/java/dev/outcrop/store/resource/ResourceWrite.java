package dev.outcrop.store.resource;

/** What became of a change. Where it is not {@link Done}, nothing was changed. */
public sealed interface ResourceWrite {

    /**
     * It was made, or had been made by an earlier call with the same token.
     *
     * @param resource as it is now; as it was last, of a deletion
     */
    record Done(StoredResource resource) implements ResourceWrite {}

    /** Why it was not made. */
    enum Refused implements ResourceWrite {
        /** No resource of the kind has this id. */
        NO_RESOURCE,
        /** Another resource of the kind has the name. */
        NAME_TAKEN,
        /** The token came before with other parameters. */
        TOKEN_REUSED,
        /** The quota does not allow it. */
        TOO_MANY,
        /** A resource that it would use is not there. */
        NO_USED_RESOURCE,
        /** Another resource uses it. */
        IN_USE,
        /** The job is held by another, or by no one any more. */
        NOT_HELD
    }
}
