package dev.outcrop.server.invocationlog.journal;

import java.time.Duration;

/**
 * How a journal cuts its segments, and its bounds.
 *
 * @param segmentBytes a segment of this length is sealed
 * @param segmentEntries as is one of so many entries
 * @param interval and one that was begun this long ago
 * @param limitBytes the most that all segments take; past it the oldest go
 * @param queueBytes the most that waits in memory for the disk; what comes then is dropped
 */
public record JournalOptions(
        long segmentBytes, int segmentEntries, Duration interval, long limitBytes, long queueBytes) {

    private static final long MEGABYTE = 1024 * 1024;

    /** Batches of 8 MB or 1,000 records. */
    public static JournalOptions of(Duration interval, long limitBytes) {
        return new JournalOptions(8 * MEGABYTE, 1_000, interval, limitBytes, 64 * MEGABYTE);
    }
}
