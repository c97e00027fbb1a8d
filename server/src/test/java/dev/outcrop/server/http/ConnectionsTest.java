package dev.outcrop.server.http;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.http.RawClient.Answer;
import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.outcrop.server.http.RawClient.INVOKE;
import static dev.outcrop.server.http.RawClient.PROMPT;
import static dev.outcrop.server.http.RawClient.STREAM;
import static dev.outcrop.server.http.RawClient.get;
import static dev.outcrop.server.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How long connections live, how many there are, and how they end. */
@Timeout(20)
class ConnectionsTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        closedAfter("");
    }

    @Test
    void aHeadThatTricklesInIsClosed() throws Exception {
        closedAfter("POST /model/meta.llama3-8b-instruct-v1:0/invoke HTTP/1.1\r\nHost: local");
    }

    @Test
    void aBodyThatDoesNotComeIsClosed() throws Exception {
        closedAfter("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"prompt");
    }

    @Test
    void aBodyThatTricklesInIsClosedThoughItNeverStops() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withIdleTimeout(SHORT));
                RawClient client = new RawClient(server.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
            assertThatThrownBy(() -> {
                for (int i = 0; i < 400; i++) {
                    client.send(" ");
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }).isInstanceOf(IOException.class);
        }
    }

    private static void closedAfter(String sent) throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withIdleTimeout(SHORT));
                RawClient client = new RawClient(server.port())) {
            long begun = System.nanoTime();
            client.send(sent).awaitClosed();
            assertThat(System.nanoTime() - begun).isGreaterThan(SHORT.toNanos() / 2);
        }
    }

    @Test
    void aConnectionIsClosedOnceItsLastAnswerIsOldEnough() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withIdleTimeout(SHORT));
                RawClient client = new RawClient(server.port())) {
            assertThat(client.send(post(INVOKE, PROMPT)).answer().status()).isEqualTo(200);
            client.awaitClosed();
        }
    }

    /** The model is held until another connection has been closed for idling, which began after this one's request. */
    @Test
    void whoWaitsForASlowModelIsNotCutOff() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withIdleTimeout(SHORT));
                RawClient client = new RawClient(server.port())) {
            server.model().script(Script.endless(500_000));
            client.send(post(INVOKE, PROMPT));
            ScriptedTextModel.Run run = server.model().awaitRun();
            run.pause();
            for (int i = 0; i < 2; i++) {
                try (RawClient idle = new RawClient(server.port())) {
                    idle.send("GET / HTTP/1.1\r\n").awaitClosed();
                }
            }
            run.resume();
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionOverTheLimitIsClosed() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withMaxConnections(2));
                RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            assertThat(first.send(get("/foundation-models")).answer().status()).isEqualTo(200);
            assertThat(second.send(get("/foundation-models")).answer().status()).isEqualTo(200);
            try (RawClient third = new RawClient(server.port())) {
                third.send(get("/foundation-models")).awaitClosed();
            }
            assertThat(first.send(get("/foundation-models")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aDrainLetsAStreamEndAndTakesNobodyNew() throws Exception {
        try (TestServer server = new TestServer();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawClient client = new RawClient(server.port())) {
            server.model().script(Script.endless(500_000));
            client.send(post(STREAM, PROMPT));
            ScriptedTextModel.Run run = server.model().awaitRun();
            run.pause();
            int port = server.port();
            Future<?> draining = threads.submit(() -> server.server().drain(Duration.ofSeconds(15)));
            awaitRefused(port);
            assertThat(draining.isDone()).isFalse();
            run.resume();
            assertThat(TestServer.frames(client.answer().body())).hasSize(513);
            draining.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDrainWhosePatienceEndsStopsTheModel() throws Exception {
        try (TestServer server = new TestServer();
                RawClient client = new RawClient(server.port())) {
            server.model().script(Script.endless(500_000));
            client.send(post(STREAM, PROMPT));
            ScriptedTextModel.Run run = server.model().awaitRun();
            run.pause();
            server.server().drain(SHORT);
            run.awaitCancelled();
            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
    }

    private static void awaitRefused(int port) throws IOException {
        while (true) {
            try (RawClient late = new RawClient(port)) {
                late.send(get("/foundation-models")).answer();
                Thread.onSpinWait();
            } catch (ConnectException refused) {
                return;
            } catch (IOException closed) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void twoHundredStreamsAtOnceAreAllWhole() throws Exception {
        try (TestServer server = new TestServer();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.model().script(Script.tokens(50));
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> {
                    try (RawClient client = new RawClient(server.port())) {
                        return client.send(post(STREAM, PROMPT)).answer();
                    }
                }));
            }
            for (Future<Answer> answer : answers) {
                assertThat(Streams.text(answer.get(10, TimeUnit.SECONDS).body())).isEqualTo(Streams.tokens(50));
            }
        }
    }
}
