package dev.outcrop.engines.remote.balance;

import java.util.concurrent.TimeUnit;

/**
 * Keeps calls from an endpoint that fails: a circuit breaker (Nygard, "Release It!") with outlier ejection.
 *
 * <p>It opens after {@value #CONSECUTIVE} failures in a row, or when at least {@value #OUTLIER} of the last
 * {@value #WINDOW} calls failed. While open it lets nothing pass, for a second at first and twice as long each time up to
 * {@value #LONGEST_SECONDS} s; then one call may try, and its outcome closes the breaker or opens it again.
 *
 * <p>Not thread-safe: guarded by its pool's lock.
 */
final class Breaker {
    static final int CONSECUTIVE = 5;
    static final int WINDOW = 20;
    static final int OUTLIER = 10;
    private static final long LONGEST_SECONDS = 30;
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final int WINDOW_BITS = (1 << WINDOW) - 1;

    private int consecutive;
    private int failures;
    private boolean open;
    private boolean trying;
    private int openings;
    private long closedAgainAt;

    /** Whether a call may pass now. */
    boolean admits(long now) {
        return !open || (!trying && now - closedAgainAt >= 0);
    }

    /** A call passes. */
    void begin() {
        trying = open;
    }

    /** Whether the breaker has just opened. */
    boolean failed(long now, boolean mayEject) {
        consecutive++;
        failures = ((failures << 1) | 1) & WINDOW_BITS;
        boolean tripped = consecutive >= CONSECUTIVE || (mayEject && Integer.bitCount(failures) >= OUTLIER);
        if (open ? !trying : !tripped) {
            return false;
        }
        open = true;
        trying = false;
        long pause = Math.min(
                FIRST_NANOS << Math.min(openings, MOST_DOUBLINGS), TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
        closedAgainAt = now + pause;
        openings++;
        return true;
    }

    void answered() {
        consecutive = 0;
        failures = (failures << 1) & WINDOW_BITS;
        if (open) {
            open = false;
            trying = false;
            failures = 0;
        }
        if (failures == 0) {
            openings = 0;
        }
    }

    /** The call said nothing about the endpoint: another may try. */
    void undecided() {
        trying = false;
    }

    boolean isOpen() {
        return open;
    }
}
