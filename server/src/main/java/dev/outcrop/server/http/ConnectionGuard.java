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
    private final Vertx vertx;
    private final HttpConnection connection;
    private final long timeoutMillis;
    private int receiving;
    private int answering;
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
        cancel();
    }

    private void restart() {
        cancel();
        if (!closed && (receiving > 0 || answering == 0)) {
            timer = vertx.setTimer(timeoutMillis, fired -> connection.close());
        }
    }

    private void cancel() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
