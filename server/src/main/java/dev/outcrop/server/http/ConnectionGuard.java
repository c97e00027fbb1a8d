package dev.outcrop.server.http;

import java.time.Duration;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

/**
 * Closes a connection on which nobody is waiting: one with no request under way for the idle timeout, or whose request
 * trickles in for longer than that.
 *
 * <p>A client that waits for a slow model is never cut off, which a plain idle timeout on the socket would do. Confined
 * to the connection's event loop.
 */
final class ConnectionGuard {
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final long timeoutMillis;
    private int receiving;
    private int answering;
    private long deadlineMillis;
    private long timer = -1;
    private boolean closed;

    ConnectionGuard(Vertx vertx, HttpConnection connection, Duration timeout) {
        this.vertx = vertx;
        this.connection = connection;
        this.timeoutMillis = Math.max(1, timeout.toMillis());
        restart();
    }

    /** A request's head has arrived. */
    void receiving() {
        receiving++;
        restart();
    }

    /** That request's body is complete, or will not be read further. */
    void received() {
        receiving--;
        answering++;
        restart();
    }

    /** That request has been answered, or its client has left. */
    void answered() {
        answering--;
        restart();
    }

    void close() {
        closed = true;
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
    }

    /**
     * Moves the deadline. The timer itself stays where it is and is set again when it fires too early: three timers per
     * request, set and cancelled, cost more than routing it.
     */
    private void restart() {
        if (receiving == 0 && answering > 0) {
            deadlineMillis = NO_DEADLINE;
            return;
        }
        deadlineMillis = nowMillis() + timeoutMillis;
        if (timer < 0 && !closed) {
            timer = vertx.setTimer(timeoutMillis, fired -> check());
        }
    }

    private void check() {
        timer = -1;
        if (deadlineMillis == NO_DEADLINE) {
            return;
        }
        long left = deadlineMillis - nowMillis();
        if (left > 0) {
            timer = vertx.setTimer(left, fired -> check());
        } else {
            connection.close();
        }
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }
}
