package dev.outcrop.server.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.InternalServerException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.WrittenError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response.
 *
 * <p>Confined to the event loop of its connection: other threads reach it through {@link #onLoop}.
 */
public final class Exchange {

    /** Told when an exchange is over. */
    @FunctionalInterface
    public interface EndListener {
        /**
         * @param status the status sent, or 0 when the client left before any was
         * @param errorCode the error's code, or null when the answer was none
         */
        void ended(int status, @Nullable String errorCode);
    }

    /** No tokens have been counted. */
    public static final int UNCOUNTED = -1;

    /** The longest that the end of an answer waits for the log of calls, ms: a disk that stalls must not stall callers. */
    private static final long HOLD_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String INTERNAL_ERROR = "The system encountered an unexpected error during processing. Try your request again.";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final String requestId;
    private final long startNanos;
    private final List<EndListener> endListeners = new ArrayList<>(2);
    private byte[] body = new byte[0];
    private @Nullable Runnable leaveListener;
    private @Nullable String errorCode;
    private @Nullable String operation;
    private @Nullable Principal principal;
    private Function<ServiceException, WrittenError> errorWriter = ErrorWriter::write;
    private @Nullable String modelId;
    private @Nullable String measuredAs;
    private int inputTokens = UNCOUNTED;
    private int outputTokens = UNCOUNTED;
    private @Nullable StreamFilter filter;
    private @Nullable String retryAfter;
    private @Nullable AnswerWatch watch;
    private boolean held;
    private boolean over;

    Exchange(HttpServerRequest request, Context context, String requestId, long startNanos) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.requestId = requestId;
        this.startNanos = startNanos;
        response.closeHandler(nothing -> end(true));
        response.exceptionHandler(failure -> end(true));
        response.endHandler(nothing -> end(false));
    }

    /** The value of {@code x-amzn-RequestId}. */
    public String requestId() {
        return requestId;
    }

    /** {@link System#nanoTime} when the request's head had arrived. */
    public long startNanos() {
        return startNanos;
    }

    /** Milliseconds since then. */
    public long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** The method, as sent. */
    public String method() {
        return request.method().name();
    }

    /** The path exactly as received, nothing decoded. */
    public String rawPath() {
        String uri = request.uri();
        int query = uri.indexOf('?');
        String target = query < 0 ? uri : uri.substring(0, query);
        int fragment = target.indexOf('#');
        return fragment < 0 ? target : target.substring(0, fragment);
    }

    /** The query exactly as received, without its question mark, or null when there is none. */
    public @Nullable String rawQuery() {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? null : uri.substring(query + 1);
    }

    /** Whether the request came by HTTP/2. */
    public boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
    }

    /** Whether the request came over TLS. */
    public boolean isSecure() {
        return request.isSSL();
    }

    /** The IP address that the connection comes from, or null when it has none. */
    public @Nullable String remoteAddress() {
        SocketAddress address = request.remoteAddress();
        return address == null ? null : address.hostAddress();
    }

    /** What the client calls this server, as {@code Host} or {@code :authority} say it, or null when neither does. */
    public @Nullable String authority() {
        HostAndPort authority = request.authority();
        return authority == null ? null : authority.toString();
    }

    /** The request's headers; names are case-insensitive. */
    public HeaderSource headers() {
        MultiMap headers = request.headers();
        return new HeaderSource() {
            @Override
            public @Nullable String get(String name) {
                return headers.get(name);
            }

            @Override
            public Iterable<Map.Entry<String, String>> all() {
                return headers;
            }
        };
    }

    /** The whole body; not to be changed. */
    public byte[] body() {
        return body;
    }

    void body(byte[] bytes) {
        this.body = bytes;
    }

    /** The operation's name once the request has been routed, for metrics and logs. */
    public String operation() {
        return operation == null ? "none" : operation;
    }

    /** Sets {@link #operation()}. */
    public void operation(String name) {
        this.operation = name;
    }

    /**
     * Who the call is made as.
     *
     * @throws IllegalStateException before the caller has been authenticated: nothing may be done for nobody
     */
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("The caller has not been authenticated");
        }
        return principal;
    }

    /** Sets {@link #principal()}. */
    public void principal(Principal caller) {
        this.principal = caller;
    }

    /**
     * Tells callers whom the server cannot serve just now (429, 503) when to try again, unless the header says so already.
     *
     * @param seconds value of {@code retry-after}
     */
    public void retryAfter(String seconds) {
        this.retryAfter = seconds;
    }

    /** The model that answers, once it is known; for metrics and logs. */
    public @Nullable String modelId() {
        return modelId;
    }

    /** Sets {@link #modelId()}: one of those that the server has, whatever the caller calls it. */
    public void modelId(String id) {
        this.modelId = id;
    }

    /** The operation that this is measured as, when it is another than {@link #operation()}. */
    public String measuredAs() {
        return measuredAs == null ? operation() : measuredAs;
    }

    /** Sets {@link #measuredAs()}. */
    public void measuredAs(String name) {
        this.measuredAs = name;
    }

    /** Tokens read, or {@link #UNCOUNTED}; for metrics and logs. */
    public int inputTokens() {
        return inputTokens;
    }

    /** Tokens generated, or {@link #UNCOUNTED}; for metrics and logs. */
    public int outputTokens() {
        return outputTokens;
    }

    /** An answer is complete: one of several reads the prompt of all, and adds what it says. */
    public void tokens(int input, int output) {
        this.inputTokens = input;
        this.outputTokens = Math.max(0, outputTokens) + output;
    }

    /** Who the call is made as, or null while that is not known. */
    public @Nullable Principal knownPrincipal() {
        return principal;
    }

    /** Writes errors in another form than the service's own. */
    public void errorsBy(Function<ServiceException, WrittenError> writer) {
        this.errorWriter = writer;
    }

    /** Runs something on the event loop of this exchange, in the order of the calls. Callable from any thread. */
    public void onLoop(Runnable action) {
        context.runOnContext(nothing -> action.run());
    }

    /** Runs the listener when the client leaves before the answer is complete. At most one. */
    public void onLeave(Runnable listener) {
        this.leaveListener = listener;
        if (over) {
            listener.run();
        }
    }

    /** Runs the listener when the exchange is over, however it ended. */
    public void onEnd(EndListener listener) {
        endListeners.add(listener);
    }

    /** Has the answer watched, from here to its end. At most one. */
    public void watchedBy(AnswerWatch watcher) {
        this.watch = watcher;
    }

    /** Tells the watch, if there is one, of a {@linkplain AnswerWatch#part part} of a streamed answer. */
    public void sending(String type, byte[] json) {
        if (watch != null) {
            watch.part(type, json);
        }
    }

    /** Tells the watch, if there is one, of tokens read and generated so far. */
    public void counted(int inputTokens, int outputTokens) {
        if (watch != null) {
            watch.tokens(inputTokens, outputTokens);
        }
    }

    /** Tells the watch, if there is one, that the answer is made of vectors. */
    public void answersVectors() {
        if (watch != null) {
            watch.vectors();
        }
    }

    /** Whether the answer is complete or the client has left: nothing more can be sent. */
    public boolean isOver() {
        return held || isClosed();
    }

    private boolean isClosed() {
        return over || response.ended() || response.closed();
    }

    /** Whether the status and headers are out. */
    public boolean isHeadSent() {
        return response.headWritten();
    }

    /** Adds a response header. */
    public void header(CharSequence name, CharSequence value) {
        response.putHeader(name, value);
    }

    /** Sends a whole response. */
    public void respond(int status, byte[] content) {
        if (isOver()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader(Names.CONTENT_LENGTH, Integer.toString(content.length));
        finish(content, () -> send(response.end(Buffer.buffer(content))));
    }

    /** Sends the end of the answer: at once, or when the watch lets it go. */
    private void finish(byte[] content, Runnable send) {
        AnswerWatch watching = watch;
        if (watching == null) {
            send.run();
            return;
        }
        watch = null;
        held = true;
        long timer = context.owner().setTimer(HOLD_MILLIS, late -> release(send));
        watching.answered(errorCode, content, () -> onLoop(() -> {
            context.owner().cancelTimer(timer);
            release(send);
        }));
    }

    private void release(Runnable send) {
        if (held) {
            held = false;
            if (!isClosed()) {
                send.run();
            }
        }
    }

    /** Begins a response whose length is not known. */
    public void beginStream(int status) {
        response.setStatusCode(status);
        if (!isHttp2()) {
            response.setChunked(true);
        }
    }

    /** Puts something between whoever streams an answer and its reader. Before the stream begins; at most one. */
    public void filter(Function<ResponseSink, StreamFilter> by) {
        this.filter = by.apply(new Direct());
    }

    /** Sends a part of a stream. */
    public void write(Buffer part) {
        if (isOver()) {
            return;
        }
        if (filter == null) {
            send(response.write(part));
        } else {
            filter.write(part);
        }
    }

    /** Ends a stream. */
    public void endStream() {
        if (isOver()) {
            return;
        }
        if (filter == null) {
            finish(new byte[0], () -> send(response.end()));
        } else {
            filter.end();
        }
    }

    /** Breaks a response off, so that it does not look complete. */
    public void abort() {
        if (!isOver()) {
            send(response.reset().mapEmpty());
        }
    }

    /** Whether the client reads more slowly than it is written to. */
    public boolean isWriteQueueFull() {
        return filter == null ? response.writeQueueFull() : filter.isFull();
    }

    /** Runs something once the client has caught up. */
    public void onDrain(Runnable action) {
        if (filter == null) {
            response.drainHandler(nothing -> action.run());
        } else {
            filter.onDrain(action);
        }
    }

    /**
     * Runs something on the loop after a while, unless it is stopped before. On the loop.
     *
     * @return stops it
     */
    public Runnable after(Duration delay, Runnable action) {
        long timer = context.owner().setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
        return () -> context.owner().cancelTimer(timer);
    }

    /** Whether the peer is on this machine. */
    public boolean isFromLoopback() {
        String address = request.remoteAddress().hostAddress();
        return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    /** Marks the exchange as failed for metrics and logs, when the failure is reported inside a stream. */
    public void markFailed(ServiceException failure) {
        this.errorCode = failure.code();
    }

    /** The error that a caller sees for a failure: the failure itself, or an internal error that says nothing. */
    public ServiceException visible(Throwable failure) {
        if (failure instanceof ServiceException known) {
            return known;
        }
        LOG.error("Request {} ({}) failed by a defect", requestId, operation(), failure);
        return new InternalServerException(INTERNAL_ERROR);
    }

    /** Answers with an error. Only before the head is sent. */
    public void fail(Throwable failure) {
        ServiceException visible = visible(failure);
        markFailed(visible);
        WrittenError error = errorWriter.apply(visible);
        response.putHeader(Names.ERROR_TYPE, error.errorType());
        response.putHeader(Names.CONTENT_TYPE, Names.JSON);
        boolean passing = error.status() == 429 || error.status() == 503;
        if (passing && retryAfter != null && !response.headers().contains(Names.RETRY_AFTER)) {
            response.putHeader(Names.RETRY_AFTER, retryAfter);
        }
        respond(error.status(), error.body());
    }

    /** Writes to the client itself, past the filter. */
    private final class Direct implements ResponseSink {

        @Override
        public void write(Buffer part) {
            if (!isOver()) {
                send(response.write(part));
            }
        }

        @Override
        public void end() {
            if (!isOver()) {
                finish(new byte[0], () -> send(response.end()));
            }
        }

        @Override
        public void cutShort(Cut how) {
            if (isOver()) {
                return;
            }
            Runnable writer = leaveListener;
            leaveListener = null;
            switch (how) {
                case END -> send(response.end());
                case ABORT -> send(response.reset().mapEmpty());
            }
            if (writer != null) {
                writer.run();
            }
        }

        @Override
        public boolean isFull() {
            return !isOver() && response.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable action) {
            if (!isOver()) {
                response.drainHandler(nothing -> action.run());
            }
        }
    }

    private static void send(Future<Void> sending) {
        // A client that leaves is seen by the close handler; a write that fails for it is no news.
        sending.onFailure(failure -> LOG.trace("not sent", failure));
    }

    private void end(boolean left) {
        if (over) {
            return;
        }
        over = true;
        // A client may close as soon as it has the last byte, before the end of the response is reported here.
        boolean cutOff = left && !response.ended();
        if (cutOff && leaveListener != null) {
            leaveListener.run();
        }
        if (watch != null) {
            watch.left(errorCode);
            watch = null;
        }
        int status = response.headWritten() || !cutOff ? response.getStatusCode() : 0;
        endListeners.forEach(listener -> listener.ended(status, errorCode));
    }
}
