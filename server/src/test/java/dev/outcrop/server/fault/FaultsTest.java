package dev.outcrop.server.fault;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.outcrop.server.testing.ScriptedTextModel.Run;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import dev.outcrop.wire.eventstream.FrameException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Every fault, down to the bytes that a caller gets. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final String MODEL = "/model/meta.llama3-8b-instruct-v1%3A0";
    private static final String INVOKE = MODEL + "/invoke";
    private static final String STREAM = MODEL + "/invoke-with-response-stream";
    private static final String CONVERSE_STREAM = MODEL + "/converse-stream";
    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";
    private static final String MESSAGES = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
    private static final String CHAT_BODY = "{\"model\":\"meta.llama3-8b-instruct-v1:0\",\"stream\":%s,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final TestServer server = new TestServer();
    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void reset() {
        server.faults().replace(List.of());
        server.model().script(Script.tokens(6));
        server.model().forgetRuns();
    }

    @AfterAll
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void rules(String yaml) {
        server.faults().replace(new FaultRules().read(new YAMLMapper().readTree(yaml)));
    }

    private static String fault(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-outcrop-fault").orElse("");
    }

    @Test
    void withoutRulesNothingIsTouchedOrSaid() throws Exception {
        HttpResponse<byte[]> response = server.post(INVOKE, PROMPT);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map()).doesNotContainKey("x-outcrop-fault");
    }

    @ParameterizedTest
    @CsvSource({
            "ThrottlingException, 429", "ModelTimeoutException, 408", "ModelErrorException, 424",
            "ModelNotReadyException, 429", "ServiceUnavailableException, 503", "InternalServerException, 500",
            "ValidationException, 400", "AccessDeniedException, 403", "ResourceNotFoundException, 404",
            "ServiceQuotaExceededException, 400"})
    void answersWithAnErrorThatTheOperationDocuments(String code, int status) throws Exception {
        rules("[{name: wanted, error: " + code + ", message: On purpose.}]");
        for (String target : List.of(INVOKE, STREAM)) {
            HttpResponse<byte[]> response = server.post(target, PROMPT);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(TestServer.code(response)).isEqualTo(code);
            assertThat(TestServer.message(response)).isEqualTo("On purpose.");
            assertThat(fault(response)).isEqualTo("wanted");
            assertThat(response.headers().firstValue("retry-after").isPresent())
                    .as("told when to try again").isEqualTo(status == 429 || status == 503);
        }
        assertThat(server.model().wasAsked()).isFalse();
    }

    @Test
    void answersTheOpenAiApiInItsOwnForm() throws Exception {
        rules("[{name: busy, error: ThrottlingException}]");
        HttpResponse<byte[]> response = server.post(CHAT, CHAT_BODY.formatted(false));
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(TestServer.json(response).at("/error/code").stringValue()).isEqualTo("ThrottlingException");
        assertThat(TestServer.json(response).at("/error/type").stringValue()).isEqualTo("rate_limit_error");
        assertThat(fault(response)).isEqualTo("busy");
    }

    /** CountTokens documents no ModelTimeoutException: it never meets one. */
    @Test
    void anErrorThatTheOperationDoesNotHaveIsNotGivenToIt() throws Exception {
        rules("[{name: late, error: ModelTimeoutException}]");
        HttpResponse<byte[]> counted = server.postJson(
                MODEL + "/count-tokens", "{\"input\":{\"converse\":" + MESSAGES + "}}");
        assertThat(fault(counted)).isEmpty();
        assertThat(server.post(INVOKE, PROMPT).statusCode()).isEqualTo(408);
    }

    @Test
    void delaysAnAnswerAndAnError() throws Exception {
        rules("[{name: slow, operation: InvokeModel, delay-ms: 120},"
                + " {name: late, error: ModelTimeoutException, delay-ms: 100, jitter-ms: 50}]");
        long begun = System.nanoTime();
        HttpResponse<byte[]> served = server.post(INVOKE, PROMPT);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(fault(served)).isEqualTo("slow");
        begun = System.nanoTime();
        assertThat(server.post(STREAM, PROMPT).statusCode()).isEqualTo(408);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void neverAnswers() throws Exception {
        rules("[{name: silent, never-answer: true, first: 1}]");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri(INVOKE))
                    .timeout(Duration.ofMillis(300))
                    .POST(HttpRequest.BodyPublishers.ofString(PROMPT))
                    .build();
            assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofByteArray()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
        assertThat(server.post(INVOKE, PROMPT).statusCode()).as("the next call").isEqualTo(200);
    }

    @Test
    void breaksTheConnectionBeforeAnAnswer() {
        rules("[{name: gone, disconnect: true}]");
        assertThat(catchThrowable(() -> server.post(INVOKE, PROMPT))).isInstanceOf(IOException.class);
        assertThat(http2(INVOKE)).as("HTTP/2").isInstanceOf(StreamResetException.class);
        assertThat(server.model().wasAsked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
            "throttlingException", "internalServerException", "modelStreamErrorException", "validationException",
            "modelTimeoutException", "serviceUnavailableException"})
    void endsAStreamWithAnyOfItsExceptions(String type) throws Exception {
        rules("[{name: broken, operation: InvokeModelWithResponseStream, break: exception, after-chunks: 2,"
                + " exception: " + type + ", message: On purpose.}]");
        server.model().script(Script.endless(100_000));
        HttpResponse<byte[]> response = server.post(STREAM, PROMPT);
        List<Frame> frames = TestServer.frames(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fault(response)).isEqualTo("broken");
        assertThat(frames).hasSize(3);
        assertThat(frames.getLast().text(":exception-type")).isEqualTo(type);
        assertThat(frames.getLast().text(":message-type")).isEqualTo("exception");
        assertThat(new String(frames.getLast().payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"On purpose.\"}");
        server.model().awaitRun().awaitCancelled();
    }

    /** ConverseStream has no modelTimeoutException. */
    @Test
    void anExceptionThatAStreamDoesNotHaveIsNotGivenToIt() throws Exception {
        rules("[{name: broken, break: exception, exception: modelTimeoutException}]");
        assertThat(fault(server.postJson(CONVERSE_STREAM, MESSAGES))).isEmpty();
        assertThat(fault(server.post(STREAM, PROMPT))).isEqualTo("broken");
        assertThatThrownBy(() -> rules("[{name: x, operation: ConverseStream, break: exception,"
                + " exception: modelTimeoutException}]"))
                .isInstanceOf(FaultRuleException.class)
                .hasMessageContaining("throttlingException");
    }

    @Test
    void breaksConverseAndTheOpenAiApiInTheirOwnForms() throws Exception {
        rules("[{name: broken, break: exception, after-chunks: 2, exception: throttlingException}]");
        HttpResponse<byte[]> converse = server.postJson(CONVERSE_STREAM, MESSAGES);
        assertThat(converse.statusCode()).as(new String(converse.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        List<Frame> frames = TestServer.frames(converse.body());
        assertThat(frames.stream().map(FaultsTest::kind).toList())
                .containsExactly("messageStart", "contentBlockDelta", "throttlingException");
        HttpResponse<byte[]> chat = server.post(CHAT, CHAT_BODY.formatted(true));
        String[] events = new String(chat.body(), StandardCharsets.UTF_8).split("\n\n", -1);
        assertThat(events).hasSize(4);
        assertThat(events[2]).startsWith("data: {\"error\":").contains("ThrottlingException");
        assertThat(events[3]).isEmpty();
    }

    @Test
    void truncatesAnEventAndEndsAsIfNothingWere() throws Exception {
        byte[] whole = server.post(STREAM, PROMPT).body();
        rules("[{name: cut, break: truncated-frame, after-chunks: 2}]");
        byte[] cut = server.post(STREAM, PROMPT).body();
        FrameDecoder decoder = new FrameDecoder();
        List<Frame> frames = new ArrayList<>();
        decoder.feed(cut, 0, cut.length, frames::add);
        assertThat(frames).hasSize(2);
        assertThat(decoder.isInsideFrame()).isTrue();
        assertThat(TestServer.frames(whole)).hasSizeGreaterThan(3);
    }

    @Test
    void sendsAWrongChecksum() throws Exception {
        rules("[{name: wrong, break: bad-checksum, after-chunks: 1}]");
        byte[] body = server.post(STREAM, PROMPT).body();
        FrameDecoder decoder = new FrameDecoder();
        List<Frame> frames = new ArrayList<>();
        assertThatThrownBy(() -> decoder.feed(body, 0, body.length, frames::add))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("checksum");
        assertThat(frames).hasSize(1);
        assertThat(fault(server.post(CHAT, CHAT_BODY.formatted(true)))).as("no checksums there").isEmpty();
    }

    @Test
    void breaksTheConnectionInTheMiddle() throws Exception {
        rules("[{name: reset, break: disconnect, after-chunks: 2}]");
        server.model().script(Script.endless(100_000));
        assertThat(catchThrowable(() -> server.post(STREAM, PROMPT))).isInstanceOf(IOException.class);
        server.model().awaitRun().awaitCancelled();
        assertThat(http2(STREAM)).as("HTTP/2").isInstanceOf(StreamResetException.class);
        server.model().awaitRun().awaitCancelled();
    }

    /** How a call by HTTP/2 fails. */
    private Throwable http2(String target) {
        io.vertx.core.http.HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
        return catchThrowable(() -> client.request(HttpMethod.POST, server.port(), "127.0.0.1", target)
                .compose(request -> request.send(Buffer.buffer(PROMPT)))
                .compose(HttpClientResponse::body)
                .await(20, TimeUnit.SECONDS));
    }

    @Test
    void endsAStreamEarlyAndCleanly() throws Exception {
        rules("[{name: short, break: end, after-chunks: 2}]");
        server.model().script(Script.endless(100_000));
        List<Frame> frames = TestServer.frames(server.post(STREAM, PROMPT).body());
        assertThat(frames.stream().map(FaultsTest::kind).toList()).containsExactly("chunk", "chunk");
        server.model().awaitRun().awaitCancelled();
    }

    @Test
    void aStreamThatIsShorterEndsAsEver() throws Exception {
        rules("[{name: late, break: truncated-frame, after-chunks: 1000}]");
        List<Frame> frames = TestServer.frames(server.post(STREAM, PROMPT).body());
        assertThat(TestServer.chunk(frames.getLast()).path("stop_reason").isString()).isTrue();
    }

    @Test
    void slowsAStreamAndLosesNothing() throws Exception {
        rules("[{name: slow, chunks-per-second: 50}]");
        server.model().script(Script.tokens(10));
        long begun = System.nanoTime();
        List<Frame> frames = TestServer.frames(server.post(STREAM, PROMPT).body());
        // At 20 ms from one to the next; the last is followed by none.
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(20L * (frames.size() - 1)));
        assertThat(frames.stream().map(frame -> TestServer.chunk(frame).path("generation").asString(""))
                .collect(Collectors.joining())).startsWith("token1 token2 ").contains("token10 ");
    }

    @Test
    void aSlowedStreamHoldsItsModelBack() throws Exception {
        rules("[{name: slow, chunk-delay-ms: 10000}]");
        server.model().script(Script.endless(100_000));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest
                    .newBuilder(server.uri("/model/amazon.titan-tg1-large/invoke-with-response-stream"))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"inputText\":\"Hi\",\"textGenerationConfig\":{\"maxTokenCount\":8192}}"))
                    .build();
            var answering = http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
            Run run = server.model().awaitRun();
            // A stream that is not held back comes to its 8,192 tokens while this looks.
            while (!run.isPaused()) {
                assertThat(run.produced()).isLessThan(8_192);
                Thread.sleep(1);
            }
            answering.cancel(true);
            http.shutdownNow();
            run.awaitCancelled();
        }
    }

    private static @Nullable String kind(Frame frame) {
        String event = frame.text(":event-type");
        return event == null ? frame.text(":exception-type") : event;
    }
}
