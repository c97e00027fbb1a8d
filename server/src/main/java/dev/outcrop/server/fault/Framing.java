package dev.outcrop.server.fault;

import dev.outcrop.wire.error.ServiceException;

/** Where a stream's events begin and end. Thread-safe. */
public interface Framing {

    /** More than any event's beginning tells. */
    int UNKNOWN = -1;

    /**
     * The length of the event that begins at {@code from}, or {@link #UNKNOWN} when that is not yet known.
     *
     * @param bytes what has arrived, up to {@code to}
     */
    int eventLength(byte[] bytes, int from, int to);

    /** The event that tells of a failure. */
    byte[] failure(ServiceException error);

    /** Whether events carry a checksum, in their last four bytes. */
    boolean hasChecksums();
}
