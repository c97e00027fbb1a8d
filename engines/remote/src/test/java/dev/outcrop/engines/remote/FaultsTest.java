package dev.outcrop.engines.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.testing.Heard;
import dev.outcrop.engines.remote.testing.ScriptedServer;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TimedOutException;
import dev.outcrop.inference.UnavailableException;
import dev.outcrop.inference.UpstreamException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that fail in every way, and what the caller hears; each within bounded time and memory. */
@Timeout(60)
class FaultsTest {
    private static final RemoteOptions OPTIONS = RemoteOptions.defaults("m");
    private static final int MAX_TOKENS = 100;

    private final Loops loops = new Loops();

    @AfterEach
    void closeLoops() {
        loops.close();
    }

    @Test
    void aServerThatDiesInTheMiddle() throws Exception {
        assertBrokenOff(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.reset();
        });
    }

    @Test
    void aConnectionThatIsHalfClosedInTheMiddle() throws Exception {
        assertBrokenOff(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.socket().shutdownOutput();
        });
    }

    private void assertBrokenOff(ScriptedServer.Script script) throws Exception {
        try (ScriptedServer dying = new ScriptedServer(script);
                ScriptedServer other = new ScriptedServer(script);
                RemoteTextModel model = model(OPTIONS, dying, other)) {
            Heard answer = ask(model);
            assertThat(answer.failure()).isInstanceOfSatisfying(UpstreamException.class, failure -> {
                assertThat(failure.status()).isEqualTo(200);
                assertThat(failure).hasMessage("The connection to the model's server broke off.");
            });
            assertThat(answer.answer().text()).isEqualTo("x");
            assertThat(dying.received().size() + other.received().size()).as("calls, as tokens were handed on")
                    .isEqualTo(1);
        }
    }

    @Test
    void aServerThatDiesBeforeItsFirstTokenIsReplaced() throws Exception {
        try (ScriptedServer dying = new ScriptedServer(ScriptedServer.Conversation::reset);
                ScriptedServer other = new ScriptedServer(FaultsTest::answer);
                RemoteTextModel model = model(OPTIONS, dying, other)) {
            for (int i = 0; i < 4; i++) {
                Heard answer = ask(model, "conversation " + i);
                assertThat(answer.result().stopReason()).isEqualTo(StopReason.END_OF_TURN);
            }
            assertThat(dying.received()).as("calls that were tried there first").isNotEmpty();
        }
    }

    @Test
    void noServerAtAll() throws Exception {
        try (RemoteTextModel model = new RemoteTextModel(
                List.of(URI.create("http://127.0.0.1:" + freePort() + "/v1"),
                        URI.create("http://127.0.0.1:" + freePort() + "/v1")),
                OPTIONS, loops)) {
            assertThat(failure(model)).isInstanceOf(UnavailableException.class)
                    .hasMessage("No endpoint of m can be reached.");
        }
    }

    @Test
    void aServerThatDoesNotBegin() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.awaitClose();
            closed.countDown();
        }); RemoteTextModel model = model(impatient(), server)) {
            assertThat(failure(model)).isInstanceOf(TimedOutException.class)
                    .hasMessage("The model's server did not begin to answer.");
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void commentsAreNoTokens() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            for (int i = 0; i < 1_000; i++) {
                exchange.part(": ping\n\n");
                Thread.sleep(20);
            }
        }); RemoteTextModel model = model(impatient(), server)) {
            assertThat(failure(model)).isInstanceOf(TimedOutException.class);
        }
    }

    /** The wait between tokens is its own, however long the first one may take. */
    @Test
    void aServerThatStopsAfterItsFirstToken() throws Exception {
        RemoteOptions options = OPTIONS.withTimeouts(new RemoteOptions.Timeouts(
                Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofMillis(300), Duration.ofMinutes(10)));
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.awaitClose();
        }); RemoteTextModel model = model(options, server)) {
            assertThat(failure(model)).isInstanceOf(TimedOutException.class)
                    .hasMessage("The model's server stopped answering.");
        }
    }

    @Test
    void aServerThatSaysFarTooMuch() throws Exception {
        String piece = "x".repeat(900_000);
        RuntimeException failure = failure(exchange -> {
            exchange.beginStream();
            for (int i = 0; i < 40; i++) {
                exchange.token(piece);
            }
            exchange.finish("stop", 1, 40);
        });
        assertThat(failure).isInstanceOf(UpstreamException.class).hasMessageContaining("more than 8388608 characters");
    }

    @Test
    void aServerThatStops() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.awaitClose();
        }); RemoteTextModel model = model(impatient(), server)) {
            assertThat(failure(model)).isInstanceOf(TimedOutException.class)
                    .hasMessage("The model's server stopped answering.");
        }
    }

    @Test
    void tooManyRequests() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange
                .whole(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 5"));
                RemoteTextModel model = model(OPTIONS, server)) {
            assertThat(failure(model)).isInstanceOf(OverloadedException.class).hasMessageContaining("slow down");
            for (int i = 0; i < 20; i++) {
                assertThat(failure(model)).isInstanceOf(OverloadedException.class);
            }
            assertThat(server.received()).as("calls, as it asked to be left alone").hasSize(1);
        }
    }

    @Test
    void tooManyRequestsOfOneServer() throws Exception {
        try (ScriptedServer busy = new ScriptedServer(exchange -> exchange.whole(429, "text/plain", "no"));
                ScriptedServer other = new ScriptedServer(FaultsTest::answer);
                RemoteTextModel model = model(OPTIONS, busy, other)) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(model, "conversation " + i).result().outputTokens()).isEqualTo(1);
            }
        }
    }

    @Test
    void chunksThatAreNoJson() throws Exception {
        assertThat(failure(streaming("{\"choices\":[{"))).isInstanceOf(UpstreamException.class)
                .hasMessageContaining("cannot be read").hasMessageContaining("{\"choices\":[{");
        assertThat(failure(streaming("[1,2]"))).hasMessageContaining("cannot be read");
        assertThat(failure(streaming("{} {}"))).hasMessageContaining("cannot be read");
        assertThat(failure(streaming("[".repeat(10_000)))).hasMessageContaining("cannot be read");
    }

    @Test
    void answersThatEndTooSoon() throws Exception {
        assertThat(failure(streaming("[DONE]")))
                .hasMessage("The model's server ended the answer before it was complete.");
        assertThat(failure(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.endStream();
        })).hasMessage("The model's server ended the answer before it was complete.");
    }

    @Test
    void aMissingLastEventDoesNotMatter() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            exchange.raw("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
            exchange.socket().shutdownOutput();
        }); RemoteTextModel model = model(OPTIONS, server)) {
            assertThat(ask(model).result().stopReason()).isEqualTo(StopReason.END_OF_TURN);
        }
    }

    @Test
    void errorsInsideTheStream() throws Exception {
        assertThat(failure(streaming("{\"error\":{\"message\":\"out of memory\",\"code\":500}}")))
                .isInstanceOfSatisfying(UpstreamException.class, failure -> {
                    assertThat(failure.status()).isEqualTo(500);
                    assertThat(failure).hasMessage("out of memory");
                });
        assertThat(failure(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.event("{\"error\":\"out of memory\"}");
        })).isInstanceOf(UpstreamException.class).hasMessage("out of memory");
    }

    @Test
    void aLineWithoutEnd() throws Exception {
        AtomicInteger megabytes = new AtomicInteger();
        assertThat(failure(exchange -> {
            exchange.beginStream();
            exchange.part("data: ");
            for (int i = 0; i < 10; i++) {
                exchange.part("x".repeat(1 << 20));
                megabytes.incrementAndGet();
            }
        })).isInstanceOf(UpstreamException.class)
                .hasMessage("The model's server sent an event longer than 1048576 bytes.");
        assertThat(megabytes.get()).as("megabytes before the connection was closed").isLessThan(10);
    }

    @Test
    void anAnswerWithoutEnd() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            try {
                while (true) {
                    exchange.token("x");
                }
            } catch (IOException e) {
                closed.countDown();
                throw e;
            }
        }); RemoteTextModel model = model(OPTIONS, server)) {
            Heard answer = ask(model);
            assertThat(answer.result().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
            assertThat(answer.answer().text().length()).isBetween(MAX_TOKENS, 2 * MAX_TOKENS);
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anErrorWithoutEnd() throws Exception {
        assertThat(failure(exchange -> {
            exchange.raw("HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                exchange.part("why".repeat(1_000));
            }
        })).isInstanceOfSatisfying(UpstreamException.class, failure -> {
            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.getMessage()).startsWith("whywhy").hasSizeLessThan(1_100);
        });
    }

    @Test
    void whatIsNoStream() throws Exception {
        assertThat(failure(exchange -> exchange.whole(200, "text/html", "<html>hello</html>")))
                .isInstanceOf(UpstreamException.class)
                .hasMessage(
                        "The model's server answered with content type \"text/html\" instead of a stream of events.");
    }

    @Test
    void whatIsNoHttp() throws Exception {
        assertThat(failure(exchange -> exchange.raw("SSH-2.0-OpenSSH_9.6\r\n\r\n")))
                .isInstanceOf(UpstreamException.class);
        assertThat(failure(exchange -> exchange.raw("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")))
                .isInstanceOf(UpstreamException.class);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (ScriptedServer elsewhere = new ScriptedServer(FaultsTest::answer);
                ScriptedServer server = new ScriptedServer(exchange -> exchange
                        .whole(307, "text/html", "", "Location: " + elsewhere.uri() + "/chat/completions"));
                RemoteTextModel model = model(OPTIONS, server)) {
            assertThat(failure(model)).isInstanceOfSatisfying(UpstreamException.class, failure -> {
                assertThat(failure.status()).isEqualTo(307);
                assertThat(failure).hasMessageContaining("redirect");
            });
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void refusedCredentialsAreNotTheCallers() throws Exception {
        assertThat(failure(exchange -> exchange.whole(401, "application/json",
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-exa*ple\"}}")))
                .hasMessage("The model's server refused the credentials that it was called with.");
    }

    @Test
    void tlsToAServerWithoutIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(FaultsTest::answer);
                RemoteTextModel model = new RemoteTextModel(
                        List.of(URI.create("https://127.0.0.1:" + server.port() + "/v1")), impatient(), loops)) {
            assertThat(failure(model)).isInstanceOfAny(UnavailableException.class, TimedOutException.class);
        }
    }

    @Test
    void aKeptConnectionThatTheServerHasClosedIsReplaced() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            answer(exchange);
            exchange.socket().close();
        }); RemoteTextModel model = model(OPTIONS, server)) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask(model).result().stopReason()).isEqualTo(StopReason.END_OF_TURN);
            }
        }
    }

    @Test
    void aReaderThatPausesHoldsTheServerBack() throws Exception {
        int tokens = 200_000;
        AtomicInteger sent = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            for (int i = 0; i < tokens; i++) {
                exchange.token("token");
                sent.incrementAndGet();
            }
            exchange.finish("stop", 1, tokens);
        }); RemoteTextModel model = model(impatient(), server)) {
            CountDownLatch begun = new CountDownLatch(1);
            List<Generation> generation = new ArrayList<>();
            Heard answer = new Heard().onToken(() -> {
                if (begun.getCount() > 0) {
                    begun.countDown();
                    generation.getFirst().pause();
                }
            });
            synchronized (answer) {
                generation.add(model.generate(request("Hi", tokens), answer));
            }
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            int stuck = awaitStandstill(sent);
            assertThat(stuck).as("tokens sent before the sockets were full").isLessThan(tokens);
            Thread.sleep(impatient().timeouts().idle().toMillis() + 500);
            assertThat(sent.get()).isEqualTo(stuck);
            assertThat(answer.isOver()).as("a pause is no silence of the server's").isFalse();
            generation.getFirst().resume();
            assertThat(answer.result().outputTokens()).isEqualTo(tokens);
        }
    }

    @Test
    void callsWaitInLineAndMayLeaveIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            if (!go.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nobody said go");
            }
            exchange.finish("stop", 1, 1);
        }); RemoteTextModel model = model(OPTIONS.withLimits(1, 2), server)) {
            Heard leaving = new Heard();
            Heard waiting = new Heard();
            CompletableFuture<Generation> left = new CompletableFuture<>();
            CompletableFuture<RuntimeException> refusal = new CompletableFuture<>();
            // On the event loop a call is in line before the next is made, and hears at once that the line is full.
            Heard first = new Heard().onToken(() -> {
                left.complete(model.generate(request("b", MAX_TOKENS), leaving));
                var _ = model.generate(request("c", MAX_TOKENS), waiting);
                try {
                    var _ = model.generate(request("d", MAX_TOKENS), new Heard());
                } catch (RuntimeException e) {
                    refusal.complete(e);
                }
            });
            var _ = model.generate(request("a", MAX_TOKENS), first);
            assertThat(refusal.get(10, TimeUnit.SECONDS)).isInstanceOf(OverloadedException.class);
            left.join().cancel();
            go.countDown();
            assertThat(first.result().outputTokens()).isEqualTo(1);
            assertThat(waiting.result().outputTokens()).isEqualTo(1);
            assertThat(leaving.isOver()).isFalse();
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void endpointsCanBeReplaced() throws Exception {
        try (ScriptedServer before = new ScriptedServer(FaultsTest::answer);
                ScriptedServer after = new ScriptedServer(FaultsTest::answer);
                RemoteTextModel model = model(OPTIONS, before)) {
            assertThat(ask(model).result().outputTokens()).isEqualTo(1);
            model.endpoints(List.of(after.uri()));
            assertThat(ask(model).result().outputTokens()).isEqualTo(1);
            assertThat(before.received()).hasSize(1);
            assertThat(after.received()).hasSize(1);
        }
    }

    @Test
    void anEndpointThatIsDownGetsNoCalls() throws Exception {
        RemoteOptions options = OPTIONS.withHealthChecks("/health", Duration.ofMillis(100));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ScriptedServer server = new ScriptedServer(FaultsTest::answer);
                RemoteTextModel model = new RemoteTextModel(
                        List.of(URI.create("http://127.0.0.1:" + silent.getLocalPort()), server.uri()), options,
                        loops)) {
            // Checks that are accepted and never answered must fail by their deadline.
            Thread.sleep(1_000);
            for (int i = 0; i < 8; i++) {
                assertThat(ask(model, "conversation " + i).result().outputTokens()).isEqualTo(1);
            }
        }
    }

    private static int awaitStandstill(AtomicInteger counter) throws InterruptedException {
        int before = -1;
        int now = counter.get();
        while (now != before) {
            before = now;
            Thread.sleep(200);
            now = counter.get();
        }
        return now;
    }

    private static void answer(ScriptedServer.Conversation exchange) throws IOException {
        exchange.beginStream();
        exchange.token("x");
        exchange.finish("stop", 1, 1);
    }

    private static ScriptedServer.Script streaming(String event) {
        return exchange -> {
            exchange.beginStream();
            exchange.event(event);
            exchange.endStream();
        };
    }

    private static RemoteOptions impatient() {
        return OPTIONS.withTimeouts(new RemoteOptions.Timeouts(
                Duration.ofMillis(500), Duration.ofMillis(700), Duration.ofMillis(500), Duration.ofSeconds(50)));
    }

    private RuntimeException failure(ScriptedServer.Script script) throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(script); RemoteTextModel model = model(OPTIONS, server)) {
            return failure(model);
        }
    }

    private static RuntimeException failure(RemoteTextModel model) throws InterruptedException {
        return ask(model).failure();
    }

    private static Heard ask(RemoteTextModel model) {
        return ask(model, "Hi");
    }

    private static Heard ask(RemoteTextModel model, String text) {
        Heard answer = new Heard();
        var _ = model.generate(request(text, MAX_TOKENS), answer);
        return answer;
    }

    private static GenerationRequest request(String text, int maxTokens) {
        return new GenerationRequest(
                new Prompt.Chat(List.of(new Message(Message.Role.USER, text))), Sampling.GREEDY, maxTokens, List.of());
    }

    private RemoteTextModel model(RemoteOptions options, ScriptedServer... servers) {
        return new RemoteTextModel(List.of(servers).stream().map(ScriptedServer::uri).toList(), options, loops);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
