package dev.outcrop.server.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that leaves stops its generation: by FIN, by RST, by RST_STREAM, streamed or not.
 *
 * <p>The bound that fails a test is generous, since machines are shared; the measured times are printed.
 */
class ClientLeavesTest {
    private static final String BODY = "{\"prompt\":\"Hi\"}";
    private static final String PATH = "/model/meta.llama3-8b-instruct-v1:0/invoke";
    private static final String STREAM_PATH = PATH + "-with-response-stream";
    private static final long BOUND_MILLIS = 1_000;

    @Test
    void byFin() throws Exception {
        leaveHttp1("FIN", STREAM_PATH, Socket::close);
    }

    @Test
    void byReset() throws Exception {
        leaveHttp1("RST", STREAM_PATH, socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    @Test
    void byFinWhileNothingHasBeenSent() throws Exception {
        leaveHttp1("FIN, not streamed", PATH, Socket::close);
    }

    @Test
    void byResetOfTheStream() throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(Script.endless(200_000));
            Vertx vertx = Vertx.vertx();
            try {
                HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false));
                CompletableFuture<HttpClientRequest> streaming = new CompletableFuture<>();
                client.request(HttpMethod.POST, server.port(), "127.0.0.1", STREAM_PATH)
                        .compose(request -> {
                            CompletableFuture<HttpClientRequest> first = streaming;
                            request.response().onSuccess(response -> response.handler(data -> first.complete(request)));
                            return request.end(BODY);
                        });
                HttpClientRequest request = streaming.get(10, TimeUnit.SECONDS);
                ScriptedTextModel.Run run = server.model().awaitRun();
                long left = System.nanoTime();
                request.reset(8);
                report("RST_STREAM", left, run.awaitCancelled());
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    private interface Leaving {
        void leave(Socket socket) throws IOException;
    }

    private static void leaveHttp1(String how, String path, Leaving leaving) throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(Script.endless(200_000));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + BODY.length()
                        + "\r\n\r\n" + BODY)
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                ScriptedTextModel.Run run = server.model().awaitRun();
                if (path.equals(STREAM_PATH)) {
                    InputStream in = socket.getInputStream();
                    assertThat(in.readNBytes(64)).hasSize(64);
                }
                long left = System.nanoTime();
                leaving.leave(socket);
                report(how, left, run.awaitCancelled());
            }
            assertThat(server.meters().get("outcrop.invocations.cancelled").counter().count()).isEqualTo(1);
        }
    }

    private static void report(String how, long left, long cancelled) {
        System.out.printf("client left by %s: generation cancelled after %.2f ms%n", how, (cancelled - left) / 1e6);
        assertThat((cancelled - left) / 1_000_000).isLessThan(BOUND_MILLIS);
    }
}
