/**
 * A queue on the disk: entries are appended to segments, a segment is sealed when it is full or old, and deleted when its
 * reader is done with it. Knows nothing of what the entries mean.
 */
@NullMarked
package dev.outcrop.server.invocationlog.journal;

import org.jspecify.annotations.NullMarked;
