package dev.outcrop.server.http;

import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static dev.outcrop.server.http.RawClient.INVOKE;
import static dev.outcrop.server.http.RawClient.PROMPT;
import static dev.outcrop.server.http.RawClient.STREAM;
import static dev.outcrop.server.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

/** HTTP/2 by prior knowledge and by ALPN, and TLS for both versions. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {
    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Answer(int status, HttpVersion version, Buffer body) {}

    private static HttpClientOptions cleartext() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false);
    }

    private HttpClient oneConnection(HttpClientOptions options) {
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(1).setHttp2MaxSize(1));
    }

    private static Future<Answer> send(HttpClient client, int port, String path, String body) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(whole -> answer(response, whole)));
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), response.version(), body);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void priorKnowledgeIsServed() throws Exception {
        try (TestServer server = new TestServer()) {
            HttpClient client = oneConnection(cleartext());
            Answer whole = await(send(client, server.port(), INVOKE, PROMPT));
            assertThat(whole.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(whole.body().toString()).contains("token1 token2 token3");
            Answer stream = await(send(client, server.port(), STREAM, PROMPT));
            assertThat(Streams.text(stream.body().getBytes())).isEqualTo(Streams.tokens(3));
            assertThat(await(send(client, server.port(), "/nothing", "")).status()).isEqualTo(404);
        }
    }

    @Test
    void fiftyStreamsOnOneConnectionAreAllWhole() throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(Script.tokens(100));
            HttpClient client = oneConnection(cleartext());
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(send(client, server.port(), STREAM, PROMPT));
            }
            for (Future<Answer> answer : answers) {
                assertThat(Streams.text(await(answer).body().getBytes())).isEqualTo(Streams.tokens(100));
            }
        }
    }

    @Test
    void aBodyOverTheLimitFailsItsStreamAlone() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withMaxBodyBytes(1_000))) {
            HttpClient client = oneConnection(cleartext());
            Answer refused = await(send(client, server.port(), INVOKE, " ".repeat(1_001)));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().toString()).contains("less than or equal to 1000");
            assertThat(await(send(client, server.port(), INVOKE, PROMPT)).status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatSaysGoAwayGetsTheRestOfItsStream() throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(Script.endless(500_000));
            HttpClient client = oneConnection(cleartext());
            Future<Answer> streaming = client.request(HttpMethod.POST, server.port(), "127.0.0.1", STREAM)
                    .compose(request -> request.send(PROMPT).compose(response -> {
                        request.connection().shutdown(15, TimeUnit.SECONDS);
                        return response.body().map(whole -> answer(response, whole));
                    }));
            ScriptedTextModel.Run run = server.model().awaitRun();
            assertThat(TestServer.frames(await(streaming).body().getBytes())).hasSize(513);
            assertThat(run.isCancelled()).isFalse();
            assertThat(server.meters().get("outcrop.invocations.cancelled").counter().count()).isZero();
        }
    }

    @Test
    void aConnectionThatAsksNothingMoreIsClosed() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withIdleTimeout(Duration.ofMillis(300)))) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            HttpClient client = oneConnection(cleartext());
            Future<Answer> only = client.request(HttpMethod.POST, server.port(), "127.0.0.1", INVOKE)
                    .compose(request -> {
                        request.connection().closeHandler(nothing -> closed.complete(null));
                        return request.send(PROMPT);
                    })
                    .compose(response -> response.body().map(whole -> answer(response, whole)));
            assertThat(await(only).status()).isEqualTo(200);
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDrainLetsAStreamEnd() throws Exception {
        try (TestServer server = new TestServer();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.model().script(Script.endless(500_000));
            CompletableFuture<Void> goneAway = new CompletableFuture<>();
            HttpClient client = oneConnection(cleartext());
            Future<Answer> streaming = client.request(HttpMethod.POST, server.port(), "127.0.0.1", STREAM)
                    .compose(request -> {
                        request.connection().goAwayHandler(away -> goneAway.complete(null));
                        return request.send(PROMPT);
                    })
                    .compose(response -> response.body().map(whole -> answer(response, whole)));
            ScriptedTextModel.Run run = server.model().awaitRun();
            run.pause();
            java.util.concurrent.Future<?> draining = threads
                    .submit(() -> server.server().drain(Duration.ofSeconds(15)));
            goneAway.get(10, TimeUnit.SECONDS);
            assertThat(draining.isDone()).isFalse();
            run.resume();
            assertThat(TestServer.frames(await(streaming).body().getBytes())).hasSize(513);
            draining.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void tlsServesBothVersions(@TempDir Path directory) throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withTls(SelfSigned.create(directory)))) {
            for (HttpVersion version : List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)) {
                HttpClient client = oneConnection(new HttpClientOptions()
                        .setProtocolVersion(version)
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setTrustAll(true)
                        .setVerifyHost(false));
                Answer stream = await(send(client, server.port(), STREAM, PROMPT));
                assertThat(stream.version()).isEqualTo(version);
                assertThat(Streams.text(stream.body().getBytes())).isEqualTo(Streams.tokens(3));
            }
        }
    }

    @Test
    void tlsWithoutAlpnIsHttp1(@TempDir Path directory) throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withTls(SelfSigned.create(directory)))) {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[]{new TrustAnyone()}, new SecureRandom());
            try (Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", server.port());
                    RawClient client = new RawClient(socket)) {
                ((SSLSocket) socket).startHandshake();
                assertThat(((SSLSocket) socket).getApplicationProtocol()).isEmpty();
                assertThat(client.send(post(INVOKE, PROMPT)).answer().status()).isEqualTo(200);
            }
        }
    }

    /** Trusts the certificate that the test has just made. */
    private static final class TrustAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
