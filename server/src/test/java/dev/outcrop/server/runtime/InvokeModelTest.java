package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.TestServer.chunk;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.frames;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvokeModelTest {
    private static final String LLAMA = "/model/meta.llama3-8b-instruct-v1%3A0/invoke";
    private static final String LLAMA_STREAM = "/model/meta.llama3-8b-instruct-v1%3A0/invoke-with-response-stream";
    private static final String TITAN = "/model/amazon.titan-text-express-v1/invoke";
    private static final String CLAUDE_STREAM = "/model/anthropic.claude-3-haiku-20240307-v1:0/invoke-with-response-stream";
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";

    private TestServer server = new TestServer();

    @BeforeAll
    void start() {
        server.close();
        server = new TestServer();
    }

    @BeforeEach
    void script() {
        server.model().script(Script.tokens(3));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aWholeAnswerHasTheFamilysBodyAndTheServicesHeaders() throws Exception {
        HttpResponse<byte[]> response = server.post(LLAMA, PROMPT);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"generation\":\"token1 token2 token3 \",\"prompt_token_count\":7,"
                        + "\"generation_token_count\":3,\"stop_reason\":\"stop\"}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-amzn-bedrock-input-token-count")).hasValue("7");
        assertThat(response.headers().firstValue("x-amzn-bedrock-output-token-count")).hasValue("3");
        assertThat(response.headers().firstValue("x-amzn-bedrock-invocation-latency").orElseThrow()).matches("[0-9]+");
        assertThat(response.headers().firstValue("x-amzn-requestid").orElseThrow()).matches("[0-9a-f-]{36}");
        assertThat(response.headers().firstValue("x-outcrop-served-by")).hasValue("test/scripted");
        assertThat(response.headers().firstValue("date")).isPresent();
    }

    @Test
    void aStreamIsWholeFramedAndEndsWithMetrics() throws Exception {
        HttpResponse<byte[]> response = server.post(LLAMA_STREAM, PROMPT);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/vnd.amazon.eventstream");
        assertThat(response.headers().firstValue("x-amzn-bedrock-content-type")).hasValue("application/json");
        List<Frame> frames = frames(response.body());
        assertThat(frames).hasSize(4).allSatisfy(frame -> {
            assertThat(frame.text(":event-type")).isEqualTo("chunk");
            assertThat(new String(frame.payload(), StandardCharsets.US_ASCII)).contains("\"p\":\"a");
        });
        assertThat(chunk(frames.getFirst()).path("prompt_token_count").intValue()).isEqualTo(7);
        assertThat(chunk(frames.get(1)).path("prompt_token_count").isNull()).isTrue();
        JsonNode last = chunk(frames.getLast());
        assertThat(last.path("stop_reason").stringValue()).isEqualTo("stop");
        JsonNode metrics = last.path("amazon-bedrock-invocationMetrics");
        assertThat(metrics.propertyNames())
                .containsExactly("inputTokenCount", "outputTokenCount", "invocationLatency", "firstByteLatency");
        assertThat(metrics.path("inputTokenCount").intValue()).isEqualTo(7);
        assertThat(metrics.path("outputTokenCount").intValue()).isEqualTo(3);
    }

    @Test
    void claudeStreamsItsWholeSequence() throws Exception {
        String body = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":20,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        List<String> types = frames(server.post(CLAUDE_STREAM, body).body()).stream()
                .map(frame -> chunk(frame).path("type").stringValue())
                .toList();
        assertThat(types)
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void aFailureBeforeTheFirstTokenIsAnHttpError() throws Exception {
        server.model().script(Script.failing(1, new InferenceException("the weights are gone")));
        for (String target : List.of(LLAMA, LLAMA_STREAM)) {
            HttpResponse<byte[]> response = server.post(target, PROMPT);
            assertThat(response.statusCode()).isEqualTo(424);
            assertThat(code(response)).isEqualTo("ModelErrorException");
            assertThat(message(response)).isEqualTo("the weights are gone");
        }
    }

    @Test
    void aFailureAfterItIsAnExceptionInTheStream() throws Exception {
        server.model().script(Script.failing(3, new InferenceException("the weights are gone")));
        HttpResponse<byte[]> response = server.post(LLAMA_STREAM, PROMPT);
        assertThat(response.statusCode()).isEqualTo(200);
        List<Frame> frames = frames(response.body());
        assertThat(frames).hasSize(3);
        assertThat(frames.getLast().text(":message-type")).isEqualTo("exception");
        assertThat(frames.getLast().text(":exception-type")).isEqualTo("modelStreamErrorException");
        assertThat(new String(frames.getLast().payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"the weights are gone\"}");
    }

    @Test
    void aDefectSaysNothingOfItself() throws Exception {
        server.model().script(Script.failing(1, new IllegalStateException("secret detail")));
        HttpResponse<byte[]> response = server.post(LLAMA, PROMPT);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(code(response)).isEqualTo("InternalServerException");
        assertThat(message(response))
                .isEqualTo("The system encountered an unexpected error during processing. Try your request again.");
    }

    @Test
    void aFullEngineThrottles() throws Exception {
        server.model().script(Script.failing(1, new OverloadedException("full")));
        HttpResponse<byte[]> response = server.post(LLAMA, PROMPT);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(code(response)).isEqualTo("ThrottlingException");
        assertThat(message(response)).isEqualTo("Too many requests, please wait before trying again.");
    }

    @Test
    void aPromptOverTheContextIsTheFamilysError() throws Exception {
        server.model().script(Script.failing(1, new PromptTooLongException(9_279, 8_192)));
        HttpResponse<byte[]> titan = server.post(TITAN, "{\"inputText\":\"Hi\"}");
        assertThat(titan.statusCode()).isEqualTo(400);
        assertThat(message(titan))
                .isEqualTo(
                        "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9279 ");
        assertThat(message(server.post(LLAMA_STREAM, PROMPT)))
                .isEqualTo(
                        "This model's maximum context length is 8192 tokens. Please reduce the length of the prompt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                    | Malformed input request, please reformat your input and try again.
            ''                                   | Malformed input request, please reformat your input and try again.
            []                                   | Malformed input request, please reformat your input and try again.
            {"prompt":"a"} x                     | Malformed input request, please reformat your input and try again.
            {}                                   | Malformed input request: #: required key [prompt] not found, please reformat your input and try again.
            {"prompt":""}                        | Malformed input request: #/prompt: expected minLength: 1, actual: 0, please reformat your input and try again.
            {"prompt":5}                         | Malformed input request: #/prompt: expected type: String, found: Integer, please reformat your input and try again.
            {"prompt":"a","top_k":3}             | Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input and try again.
            {"prompt":"a","temperature":2}       | Malformed input request: #/temperature: 2 is not less or equal to 1, please reformat your input and try again.
            {"prompt":"a","temperature":null}    | Malformed input request: #/temperature: expected type: Number, found: Null, please reformat your input and try again.
            {"prompt":"a","max_gen_len":-1}      | Malformed input request: #/max_gen_len: -1 is not greater or equal to 1, please reformat your input and try again.
            """)
    void aMalformedBodyIsSaidInTheServicesWords(String body, String message) throws Exception {
        for (String target : List.of(LLAMA, LLAMA_STREAM)) {
            HttpResponse<byte[]> response = server.post(target, body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(code(response)).isEqualTo("ValidationException");
            assertThat(message(response)).isEqualTo(message);
        }
    }

    @Test
    void invalidUtf8IsMalformed() throws Exception {
        byte[] body = {'{', '"', 'p', 'r', 'o', 'm', 'p', 't', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};
        assertThat(message(server.post(LLAMA, body)))
                .isEqualTo("Malformed input request, please reformat your input and try again.");
    }

    @Test
    void aBodyNestedTooDeepIsMalformed() throws Exception {
        String body = "{\"prompt\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        HttpResponse<byte[]> response = server.post(LLAMA, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            does-not-exist                                      | 400 | The provided model identifier is invalid.
            anthropic.claude-3-7-sonnet-20250219-v1%3A0         | 400 | Invocation of model ID anthropic.claude-3-7-sonnet-20250219-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.
            arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aprovisioned-model%2Fabcdefabcdef | 404 | Could not resolve the foundation model from the provided model identifier.
            """)
    void aModelIdThatDoesNotResolve(String modelId, int status, String message) throws Exception {
        HttpResponse<byte[]> response = server.post("/model/" + modelId + "/invoke", PROMPT);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(message(response)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
            "us.meta.llama3-2-1b-instruct-v1%3A0",
            "meta.llama3-8b-instruct-v1:0",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fmeta.llama3-8b-instruct-v1%3A0",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.meta.llama3-2-1b-instruct-v1%3A0"
    })
    void aModelIdInAnyForm(String modelId) throws Exception {
        assertThat(server.post("/model/" + modelId + "/invoke", PROMPT).statusCode()).isEqualTo(200);
    }

    @Test
    void aModelThatCannotStreamSaysSoAsAnHttpError() throws Exception {
        HttpResponse<byte[]> response = server.post(
                "/model/amazon.titan-embed-text-v1/invoke-with-response-stream", "{\"inputText\":\"a\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo("The model is unsupported for streaming.");
    }

    @Test
    void aModelIdOfLegalLengthButIllegalFormIsRefusedInBoundedTime() throws Exception {
        HttpResponse<byte[]> response = server.post("/model/" + "a".repeat(2_047) + "!/invoke", PROMPT);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response))
                .contains("at 'modelId' failed to satisfy constraint: Member must satisfy regular");
    }

    @Test
    void performanceAndTierAreEchoed() throws Exception {
        HttpResponse<byte[]> response = server.post(
                LLAMA,
                PROMPT,
                "X-Amzn-Bedrock-PerformanceConfig-Latency",
                "optimized",
                "X-Amzn-Bedrock-Service-Tier",
                "priority");
        assertThat(response.headers().firstValue("x-amzn-bedrock-performanceconfig-latency")).hasValue("optimized");
        assertThat(response.headers().firstValue("x-amzn-bedrock-service-tier")).hasValue("priority");
    }

    @Test
    void everyContentTypeThatSdksSendIsJson() throws Exception {
        for (String type : List.of("application/json", "application/octet-stream", "*/*",
                "application/json; charset=utf-8")) {
            assertThat(server.post(LLAMA, PROMPT, "Content-Type", type).statusCode()).isEqualTo(200);
        }
        assertThat(server.post(LLAMA, PROMPT, "Content-Type", "text/csv").statusCode()).isEqualTo(400);
    }

    @Test
    void meteredByOperationAndOutcome() throws Exception {
        server.post(LLAMA, PROMPT);
        // An exchange is measured when it is over, which may be just after the client has its answer.
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (server.meters().find("outcrop.requests").tag("operation", "InvokeModel").tag("status", "200")
                .timer() == null) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
            Thread.onSpinWait();
        }
        assertThat(server.meters().get("outcrop.tokens.output").counter().count()).isPositive();
    }

    @Test
    void maxTokensReachTheModel() throws Exception {
        server.model().script(Script.tokens(100));
        JsonNode body = json(server.post(LLAMA, "{\"prompt\":\"Hi\",\"max_gen_len\":5}"));
        assertThat(body.path("generation_token_count").intValue()).isEqualTo(5);
        assertThat(body.path("stop_reason").stringValue()).isEqualTo("length");
        assertThat(ScriptedTextModel.PROMPT_TOKENS).isEqualTo(body.path("prompt_token_count").intValue());
    }

    @Test
    void streamingBothWaysNeedsHttp2() throws Exception {
        HttpResponse<byte[]> response = server.post("/model/amazon.nova-sonic-v1:0/invoke-with-bidirectional-stream",
                "");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response))
                .isEqualTo("InvokeModelWithBidirectionalStream needs HTTP/2: its input is a stream of events.");
    }
}
