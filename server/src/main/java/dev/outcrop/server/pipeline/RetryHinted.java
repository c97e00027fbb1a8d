package dev.outcrop.server.pipeline;

import java.time.Duration;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;

/**
 * Decorator that has callers told when to try again what failed only for now. The SDKs for JavaScript and Java wait so long;
 * boto3 does not look.
 */
public final class RetryHinted implements Endpoint {
    private final String seconds;
    private final Endpoint next;

    public RetryHinted(Duration after, Endpoint next) {
        this.seconds = Long.toString(after.toSeconds());
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        exchange.retryAfter(seconds);
        next.serve(exchange);
    }
}
