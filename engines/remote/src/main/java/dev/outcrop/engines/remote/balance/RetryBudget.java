package dev.outcrop.engines.remote.balance;

/**
 * How often calls may be tried again, so that retries cannot multiply the load on endpoints that are failing for it: one
 * retry for every five calls, and up to ten saved (after the retry budgets of Finagle). Thread-safe.
 */
public final class RetryBudget {
    private static final double PER_CALL = 0.2;
    private static final double MOST = 10;

    private double balance = MOST;

    /** A call begins. */
    public synchronized void deposit() {
        balance = Math.min(MOST, balance + PER_CALL);
    }

    /** Whether a call may be tried again; if so, that is paid for. */
    public synchronized boolean withdraw() {
        if (balance < 1) {
            return false;
        }
        balance--;
        return true;
    }
}
