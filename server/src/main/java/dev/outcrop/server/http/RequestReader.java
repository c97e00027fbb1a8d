package dev.outcrop.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.outcrop.server.ServerOptions;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads whole requests, within the limit, and hands them to the chain as {@link Exchange exchanges}. */
final class RequestReader {

    /** How long the rest of a refused body is dropped before its connection is closed. */
    private static final long LINGER_MILLIS = 10_000;

    private final ServerOptions options;
    private final Endpoint chain;
    private final Supplier<String> requestIds;
    private final HttpDate date = new HttpDate();
    private final Map<HttpConnection, ConnectionGuard> guards = new ConcurrentHashMap<>();

    RequestReader(ServerOptions options, Endpoint chain, Supplier<String> requestIds) {
        this.options = options;
        this.chain = chain;
        this.requestIds = requestIds;
    }

    void guard(HttpConnection connection, ConnectionGuard guard) {
        guards.put(connection, guard);
    }

    void forget(HttpConnection connection) {
        guards.remove(connection);
    }

    /** A request's head is here. */
    void read(HttpServerRequest request) {
        Exchange exchange = newExchange(request);
        @Nullable
        ConnectionGuard guard = guards.get(request.connection());
        Receipt receipt = new Receipt(guard);
        exchange.onEnd((status, code) -> {
            receipt.complete();
            receipt.answered();
        });
        if (announcedLength(request) > options.maxBodyBytes()) {
            receipt.complete();
            refuseTooLong(request, exchange);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            request.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > options.maxBodyBytes()) {
                receipt.complete();
                refuseTooLong(request, exchange);
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(nothing -> {
            receipt.complete();
            if (!exchange.isOver()) {
                exchange.body(body.getBytes());
                serve(exchange);
            }
        });
    }

    /** A request that is no HTTP, or whose head is over the limits. */
    void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String message = switch (cause) {
            case TooLongHttpLineException line -> "The request line is too long.";
            case TooLongHttpHeaderException header -> "The request's headers are too large.";
            case null, default -> "The request is not valid HTTP.";
        };
        Exchange exchange = newExchange(request);
        exchange.onEnd((status, code) -> request.connection().close());
        exchange.fail(new ValidationException(message));
    }

    private Exchange newExchange(HttpServerRequest request) {
        Exchange exchange = new Exchange(request, Vertx.currentContext(), requestIds.get(), System.nanoTime());
        exchange.header(Names.REQUEST_ID, exchange.requestId());
        exchange.header(Names.DATE, date.now());
        return exchange;
    }

    private void serve(Exchange exchange) {
        try {
            chain.serve(exchange);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void refuseTooLong(HttpServerRequest request, Exchange exchange) {
        if (!exchange.isHttp2()) {
            exchange.header(Names.CONNECTION, "close");
            linger(request);
        }
        exchange.fail(tooLong());
    }

    /**
     * Reads on for a while and drops what comes, then closes.
     *
     * <p>Most clients send a body to its end before they read the answer; closing at once would reset the connection and
     * take the answer from them (RFC 9112, section 9.6). HTTP/2 needs none of this: it drops the one stream.
     */
    private void linger(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(LINGER_MILLIS, fired -> connection.close());
        request.handler(ignored -> {});
        request.endHandler(nothing -> {
            vertx.cancelTimer(timer);
            connection.close();
        });
    }

    private ServiceException tooLong() {
        return new ValidationException("1 validation error detected: Value at 'body' failed to satisfy constraint: "
                + "Member must have length less than or equal to " + options.maxBodyBytes());
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(Names.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0; // Netty has refused what HTTP does not allow; what it lets through is counted while it arrives.
        }
    }

    /** Tells the guard of one request's progress, each step once. */
    private static final class Receipt {
        private final @Nullable ConnectionGuard guard;
        private boolean complete;

        Receipt(@Nullable ConnectionGuard guard) {
            this.guard = guard;
            if (guard != null) {
                guard.receiving();
            }
        }

        void complete() {
            if (!complete && guard != null) {
                guard.received();
            }
            complete = true;
        }

        void answered() {
            if (guard != null) {
                guard.answered();
            }
        }
    }
}
