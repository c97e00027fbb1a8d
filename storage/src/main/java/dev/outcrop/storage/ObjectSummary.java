package dev.outcrop.storage;

import java.time.Instant;

/**
 * An object without its content.
 *
 * @param size bytes
 */
public record ObjectSummary(ObjectUri uri, long size, Instant lastModified) {}
