package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.frames;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Converse and ConverseStream over HTTP: bodies, events, and what of a request reaches the model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConverseTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String NOVA = "amazon.nova-micro-v1:0";
    private static final String HI = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";

    private TestServer server = new TestServer();

    @BeforeAll
    void start() {
        server.close();
        server = new TestServer();
    }

    @BeforeEach
    void script() throws Exception {
        server.model().script(Script.tokens(3));
        while (server.model().wasAsked()) {
            server.model().awaitRun();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> converse(String modelId, String body) throws Exception {
        return server.postJson("/model/" + modelId + "/converse", body);
    }

    private List<Frame> stream(String modelId, String body) throws Exception {
        HttpResponse<byte[]> response = server.postJson("/model/" + modelId + "/converse-stream", body);
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        return frames(response.body());
    }

    private static JsonNode payload(Frame frame) {
        return JsonMapper.shared().readTree(frame.payload());
    }

    @Test
    void aWholeAnswerHasItsMembersInOrderAndNoHeadersOfInvokeModel() throws Exception {
        HttpResponse<byte[]> response = converse("meta.llama3-8b-instruct-v1:0", HI);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .matches("\\{\"metrics\":\\{\"latencyMs\":[0-9]+},\"output\":\\{\"message\":\\{\"content\":"
                        + "\\[\\{\"text\":\"token1 token2 token3 \"}],\"role\":\"assistant\"}},"
                        + "\"stopReason\":\"end_turn\",\"usage\":\\{\"inputTokens\":7,\"outputTokens\":3,"
                        + "\"totalTokens\":10}}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-amzn-requestid").orElseThrow()).matches("[0-9a-f-]{36}");
        assertThat(response.headers().firstValue("x-outcrop-served-by")).hasValue("test/scripted");
        assertThat(response.headers().map()).doesNotContainKey("x-amzn-bedrock-input-token-count");
    }

    @Test
    void aStreamHasItsEventsInOrderEachPadded() throws Exception {
        List<Frame> frames = stream(HAIKU, HI);
        assertThat(frames).extracting(frame -> frame.text(":event-type"))
                .containsExactly("messageStart", "contentBlockDelta", "contentBlockDelta", "contentBlockDelta",
                        "contentBlockStop", "messageStop", "metadata");
        assertThat(frames).allSatisfy(frame -> {
            assertThat(frame.text(":message-type")).isEqualTo("event");
            assertThat(payload(frame).path("p").asString("")).startsWith("a");
        });
        assertThat(payload(frames.getFirst()).path("role").stringValue()).isEqualTo("assistant");
        assertThat(payload(frames.get(1)).at("/delta/text").stringValue()).isEqualTo("token1 ");
        assertThat(payload(frames.get(1)).propertyNames()).containsExactly("contentBlockIndex", "delta", "p");
        assertThat(payload(frames.get(4)).path("contentBlockIndex").intValue()).isZero();
        assertThat(payload(frames.get(5)).path("stopReason").stringValue()).isEqualTo("end_turn");
        JsonNode metadata = payload(frames.getLast());
        assertThat(metadata.at("/usage/totalTokens").intValue()).isEqualTo(10);
        assertThat(metadata.at("/metrics/latencyMs").isNumber()).isTrue();
        assertThat(metadata.has("trace")).isFalse();
    }

    @Test
    void modelsThatCacheCountUnderBothSpellings() throws Exception {
        assertThat(json(converse(NOVA, HI)).path("usage").propertyNames())
                .containsExactly("cacheReadInputTokenCount", "cacheReadInputTokens", "cacheWriteInputTokenCount",
                        "cacheWriteInputTokens", "inputTokens", "outputTokens", "totalTokens");
    }

    @Test
    void nothingGeneratedIsAMessageOfOneEmptyText() throws Exception {
        server.model().script(Script.saying(""));
        assertThat(json(converse(HAIKU, HI)).at("/output/message/content").toString()).isEqualTo("[{\"text\":\"\"}]");
        assertThat(stream(HAIKU, HI)).extracting(frame -> frame.text(":event-type"))
                .containsExactly("messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata");
    }

    /** Every family reads its own body back as the conversation that was meant. */
    @ParameterizedTest
    @ValueSource(strings = {"anthropic.claude-3-haiku-20240307-v1:0", "amazon.nova-lite-v1:0",
            "meta.llama3-8b-instruct-v1:0", "us.meta.llama3-1-8b-instruct-v1:0", "mistral.mistral-large-2402-v1:0",
            "cohere.command-r-v1:0", "ai21.jamba-1-5-mini-v1:0", "openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0",
            "us.deepseek.r1-v1:0", "deepseek.v3.2", "us.writer.palmyra-x5-v1:0",
            "us.meta.llama4-scout-17b-instruct-v1:0",
            "google.gemma-3-4b-it", "my-model"})
    void conversationsReachTheModelWhole(String modelId) throws Exception {
        String body = "{\"system\":[{\"text\":\"Be brief.\"}],\"messages\":["
                + "{\"role\":\"user\",\"content\":[{\"text\":\"One\"}]},"
                + "{\"role\":\"assistant\",\"content\":[{\"text\":\"Two\"}]},"
                + "{\"role\":\"user\",\"content\":[{\"text\":\"Three\"},{\"text\":\"Four\"}]}],"
                + "\"inferenceConfig\":{\"maxTokens\":50,\"temperature\":0.3,\"topP\":0.8}}";
        HttpResponse<byte[]> response = converse(modelId, body);
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        var request = server.model().awaitRun().request();
        List<Message> messages = switch (request.prompt()) {
            case Prompt.Chat chat -> chat.messages();
            case Prompt.Templated templated -> templated.chat().messages();
            case Prompt.Verbatim verbatim -> throw new AssertionError(verbatim);
        };
        List<String> said = new ArrayList<>();
        messages.forEach(each -> said.add(each.role() + ": " + each.text()));
        assertThat(said)
                .containsExactly("SYSTEM: Be brief.", "USER: One", "ASSISTANT: Two", "USER: Three\nFour");
        assertThat(request.maxTokens()).isEqualTo(50);
        assertThat(request.sampling().temperature()).isEqualTo(0.3);
        assertThat(request.sampling().topP()).isEqualTo(0.8);
    }

    @ParameterizedTest
    @CsvSource({"amazon.titan-text-express-v1,8192", "amazon.titan-text-lite-v1,4096", "amazon.nova-micro-v1:0,10000",
            "anthropic.claude-3-haiku-20240307-v1:0,4096", "meta.llama3-8b-instruct-v1:0,2048",
            "mistral.mistral-7b-instruct-v0:2,8192", "cohere.command-text-v14,4096", "ai21.j2-mid-v1,8191",
            "anthropic.claude-v2:1,4096"})
    void whatIsNotSaidIsTheModelsMost(String modelId, int most) throws Exception {
        HttpResponse<byte[]> response = converse(modelId, HI);
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        assertThat(server.model().awaitRun().request().maxTokens()).isEqualTo(most);
    }

    @Test
    void nativeErrorsComeWithThePrefix() throws Exception {
        HttpResponse<byte[]> response = converse(
                "meta.llama3-8b-instruct-v1:0",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}],"
                        + "\"additionalModelRequestFields\":{\"top_k\":3}}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response)).isEqualTo("The model returned the following errors: Malformed input request: #:"
                + " extraneous key [top_k] is not permitted, please reformat your input and try again.");
    }

    @Test
    void aPromptThatIsTooLongIsTheModelsError() throws Exception {
        server.model().script(Script.failing(1, new PromptTooLongException(9_000, 4_096)));
        assertThat(message(converse(HAIKU, HI)))
                .isEqualTo("The model returned the following errors: Input is too long for requested model.");
    }

    @Test
    void aStreamThatFailsEndsWithAnException() throws Exception {
        server.model().script(Script.failing(2, new InferenceException("out of order")));
        List<Frame> frames = stream(HAIKU, HI);
        assertThat(frames.getLast().text(":exception-type")).isEqualTo("modelStreamErrorException");
        assertThat(payload(frames.getLast()).path("message").stringValue()).isEqualTo("out of order");
    }

    @Test
    void fieldsOfTheNativeBodyAreToldByPointer() throws Exception {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}],"
                + "\"additionalModelResponseFieldPaths\":[\"/stop_reason\",\"/usage/output_tokens\",\"/absent\"]}";
        JsonNode whole = json(converse(HAIKU, body)).path("additionalModelResponseFields");
        assertThat(whole.toString()).isEqualTo("{\"stop_reason\":\"end_turn\",\"usage\":{\"output_tokens\":3}}");
        List<Frame> frames = stream(HAIKU, body);
        assertThat(payload(frames.get(frames.size() - 2)).path("additionalModelResponseFields")).isEqualTo(whole);
    }

    @Test
    void additionalFieldsReachTheNativeBodyAndMustNotConflict() throws Exception {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}],"
                + "\"additionalModelRequestFields\":%s}";
        assertThat(converse(NOVA, body.formatted("{\"inferenceConfig\":{\"topK\":20}}")).statusCode()).isEqualTo(200);
        assertThat(server.model().awaitRun().request().sampling().topK()).isEqualTo(20);
        assertThat(message(converse(HAIKU, body.formatted("{\"max_tokens\":5}"))))
                .isEqualTo("The additional field max_tokens conflicts with an existing field.");
    }

    @Test
    void serviceSettingsAreEchoed() throws Exception {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}],"
                + "\"performanceConfig\":{\"latency\":\"optimized\"},\"serviceTier\":{\"type\":\"flex\"}}";
        JsonNode whole = json(converse(HAIKU, body));
        assertThat(whole.at("/performanceConfig/latency").stringValue()).isEqualTo("optimized");
        assertThat(whole.at("/serviceTier/type").stringValue()).isEqualTo("flex");
        assertThat(payload(stream(HAIKU, body).getLast()).at("/serviceTier/type").stringValue()).isEqualTo("flex");
    }
}
