package dev.outcrop.wire.model;

/**
 * A member of a structure.
 *
 * @param target its type
 * @param location where it travels
 * @param wireName its name there: JSON member, header, header prefix, query parameter or label
 * @param idempotencyToken filled in when the caller leaves it out
 */
public record Member(
        String name,
        Reference target,
        Location location,
        String wireName,
        boolean required,
        boolean idempotencyToken,
        Shape.Timestamp.Format timestampFormat) {

    /** Where a member travels. */
    public enum Location {
        BODY, LABEL, QUERY, QUERY_MAP, HEADER, HEADER_MAP, STATUS
    }

    /** Its type. */
    public Shape shape() {
        return target.shape();
    }
}
