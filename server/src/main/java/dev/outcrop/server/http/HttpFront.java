package dev.outcrop.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.outcrop.server.ServerOptions;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.PemKeyCertOptions;

/**
 * The listening socket: HTTP/1.1, HTTP/2 by prior knowledge or ALPN, on one port.
 *
 * <p>One Vert.x server per event loop shares the port; a connection stays on its loop for life.
 */
public final class HttpFront implements AutoCloseable {

    /** Longest request line: a model id of 2,048 characters, each percent-encoded, and some query. */
    private static final int MAX_INITIAL_LINE = 16 * 1024;

    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_STREAMS_PER_CONNECTION = 1_000;

    private final Vertx vertx;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<HttpServer> besides = new CopyOnWriteArrayList<>();
    private volatile int port;

    private HttpFront(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Begins to listen.
     *
     * @param requestIds source of request ids
     * @throws CompletionException when the address cannot be bound or the TLS files cannot be used; its cause says why
     */
    public static HttpFront open(ServerOptions options, Endpoint chain, Supplier<String> requestIds) {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setInternalBlockingPoolSize(1)
                .setWorkerPoolSize(1));
        HttpFront front = new HttpFront(vertx);
        try {
            front.listen(options, chain, requestIds, loops);
            return front;
        } catch (RuntimeException e) {
            front.close();
            throw e;
        }
    }

    private void listen(ServerOptions options, Endpoint chain, Supplier<String> requestIds, int loops) {
        HttpServerOptions http = httpOptions(options);
        // A negative port is Vert.x's way to have all loops share one free port.
        int wanted = options.port() == 0 ? -1 : options.port();
        Supplier<VerticleBase> loop = () -> new VerticleBase() {
            @Override
            public Future<?> start() {
                HttpServer server = newServer(http, options, new RequestReader(options, chain, requestIds));
                servers.add(server);
                return server.listen(wanted, options.host()).onSuccess(listening -> port = listening.actualPort());
            }
        };
        await(vertx.deployVerticle(loop, new DeploymentOptions().setInstances(loops)));
    }

    /**
     * Listens at another address too, which stays open while the first drains.
     *
     * @return the port that is listened on
     * @throws CompletionException when the address cannot be bound; its cause says why
     */
    public int listenBesides(ServerOptions options, Endpoint chain, Supplier<String> requestIds) {
        HttpServer server = newServer(httpOptions(options), options, new RequestReader(options, chain, requestIds));
        besides.add(server);
        await(server.listen(options.port(), options.host()));
        return server.actualPort();
    }

    private HttpServer newServer(HttpServerOptions http, ServerOptions options, RequestReader reader) {
        HttpServer server = vertx.createHttpServer(http);
        server.connectionHandler(connection -> {
            endSilenceTimeout(connection);
            if (connections.size() >= options.maxConnections()) {
                connection.close();
                return;
            }
            connections.add(connection);
            ConnectionGuard guard = new ConnectionGuard(vertx, connection, options.idleTimeout());
            reader.guard(connection, guard);
            connection.closeHandler(nothing -> {
                connections.remove(connection);
                reader.forget(connection);
                guard.close();
            });
        });
        server.requestHandler(reader::read);
        server.invalidRequestHandler(reader::refuse);
        return server;
    }

    /**
     * Takes the socket's own idle timeout away.
     *
     * <p>Vert.x announces a cleartext connection with its first whole request head (until then it may become HTTP/2). So
     * Vert.x's timeout guards a connection up to there, and would cut off who waits for a slow model from there on; the
     * {@link ConnectionGuard} takes over.
     */
    private static void endSilenceTimeout(HttpConnection connection) {
        if (connection instanceof HttpServerConnection served) {
            ChannelPipeline pipeline = served.channelHandlerContext().pipeline();
            if (pipeline.get(IdleStateHandler.class) != null) {
                pipeline.remove(IdleStateHandler.class);
            }
        }
    }

    private static HttpServerOptions httpOptions(ServerOptions options) {
        HttpServerOptions http = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setReadIdleTimeout((int) Math.max(1, options.idleTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxInitialLineLength(MAX_INITIAL_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setHttp2ClearTextEnabled(true)
                // No operation is a web socket: its handlers would see every request for nothing.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)
                        .setMaxHeaderListSize(MAX_HEADERS))
                .setAcceptBacklog(1_024);
        ServerOptions.Tls tls = options.tls();
        if (tls != null) {
            http.setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(tls.certificate().toString())
                            .addKeyPath(tls.key().toString()));
        }
        return http;
    }

    /** Connections that are open. */
    public int connections() {
        return connections.size();
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    /** Takes no new connections, lets running exchanges end, at most this long; then closes. */
    public void drain(Duration patience) {
        List<Future<?>> stopping = new ArrayList<>();
        for (HttpServer server : servers) {
            stopping.add(server.shutdown(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS));
        }
        await(Future.join(stopping).otherwiseEmpty());
        close();
    }

    /** Closes every connection at once. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> void await(Future<T> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
