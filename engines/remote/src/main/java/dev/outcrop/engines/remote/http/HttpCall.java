package dev.outcrop.engines.remote.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request under way. Confined to its event loop.
 *
 * <p>A kept connection may have been closed by the server just when it was chosen; such a request is sent once more, over
 * a new one, without its listener hearing of it.
 */
public final class HttpCall {
    private final Connections connections;
    private final Target target;
    private final Request request;
    private final ResponseListener listener;
    private @Nullable Connection connection;
    private boolean over;
    private boolean heard;
    private boolean paused;

    HttpCall(Connections connections, Target target, Request request, ResponseListener listener) {
        this.connections = connections;
        this.target = target;
        this.request = request;
        this.listener = listener;
    }

    /** Gives the request up and closes its connection, so that the server stops too. */
    public void cancel() {
        over = true;
        if (connection != null) {
            connection.close();
        }
    }

    /** Reads no more from the socket; what has been read already is still delivered. */
    public void pause() {
        paused = true;
        if (connection != null) {
            connection.autoRead(false);
        }
    }

    /** Undoes {@link #pause}. */
    public void resume() {
        paused = false;
        if (connection != null) {
            connection.autoRead(true);
        }
    }

    Target target() {
        return target;
    }

    Request request() {
        return request;
    }

    boolean isOver() {
        return over;
    }

    boolean isPaused() {
        return paused;
    }

    void carriedBy(Connection carrier) {
        connection = carrier;
        if (paused) {
            carrier.autoRead(false);
        }
    }

    void head(int status, HttpHeaders headers) {
        heard = true;
        if (!over) {
            listener.head(status, headers);
        }
    }

    void body(ByteBuf part) {
        if (!over) {
            listener.body(part);
        }
    }

    void end() {
        connection = null;
        if (!over) {
            over = true;
            listener.end();
        }
    }

    /** @param kept whether the connection had carried calls before */
    void failed(Throwable cause, boolean kept) {
        connection = null;
        if (over) {
            return;
        }
        if (kept && !heard) {
            connections.beginNew(this);
            return;
        }
        over = true;
        listener.failed(cause);
    }
}
