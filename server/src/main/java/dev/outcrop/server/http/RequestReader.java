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
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > options.maxBodyBytes()) {
                request.handler(ignored -> {});
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
        // HTTP/1.1 would have to read the rest to find the next request; HTTP/2 only drops the stream.
        if (!exchange.isHttp2()) {
            exchange.onEnd((status, code) -> request.connection().close());
        }
        exchange.fail(tooLong());
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
