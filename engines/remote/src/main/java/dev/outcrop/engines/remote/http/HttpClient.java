package dev.outcrop.engines.remote.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over kept connections, HTTP/1.1, one request at a time per connection. Thread-safe.
 *
 * <p>Redirects are not followed: a request carries credentials, which belong to the server it was meant for.
 */
public final class HttpClient {
    private final Map<EventLoop, Connections> byLoop = new ConcurrentHashMap<>();
    private final int connectMillis;
    private volatile @Nullable SslContext tls;

    /** @param connectTimeout the longest that a connection may take, its TLS handshake included */
    public HttpClient(Duration connectTimeout) {
        this.connectMillis = Math.clamp(connectTimeout.toMillis(), 1, Integer.MAX_VALUE);
    }

    /** Sends a request and returns at once. Only on the loop, where the listener is called too. */
    public HttpCall send(EventLoop loop, Target target, Request request, ResponseListener listener) {
        Connections connections = byLoop.computeIfAbsent(loop, each -> new Connections(each, this));
        HttpCall call = new HttpCall(connections, target, request, listener);
        connections.begin(call);
        return call;
    }

    /** Closes the kept connections of every loop. Running calls end with their own. */
    public void close() {
        byLoop.forEach((loop, connections) -> Loops.run(loop, connections::closeIdle));
    }

    int connectMillis() {
        return connectMillis;
    }

    /** Made when first needed: it reads every trusted certificate. Two at once are no harm. */
    SslContext tls() throws SSLException {
        SslContext context = tls;
        if (context == null) {
            context = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
            tls = context;
        }
        return context;
    }
}
