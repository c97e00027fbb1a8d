package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** CountTokens over HTTP: by the road that the same request would take to the model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountTokensTest {
    private static final String CONVERSE = "{'converse':{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}}";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> count(String modelId, String input) throws Exception {
        return server.postJson(
                "/model/" + modelId + "/count-tokens", ("{'input':" + input + "}").replace('\'', '"'));
    }

    private static String invokeModel(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return "{'invokeModel':{'body':'" + Base64.getEncoder().encodeToString(bytes) + "'}}";
    }

    static Stream<Arguments> families() {
        String chat = "{'messages':[{'role':'user','content':'Hi'}]}";
        return Stream.of(
                Arguments.of("amazon.titan-text-express-v1", "{'inputText':'Hi'}"),
                Arguments.of("anthropic.claude-v2:1",
                        "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':5}"),
                Arguments.of("anthropic.claude-3-haiku-20240307-v1:0",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,"
                                + "'messages':[{'role':'user','content':'Hi'}]}"),
                Arguments.of("amazon.nova-pro-v1:0", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"),
                Arguments.of("ai21.j2-mid-v1", "{'prompt':'Hi'}"),
                Arguments.of("ai21.jamba-1-5-mini-v1:0", chat),
                Arguments.of("cohere.command-text-v14", "{'prompt':'Hi'}"),
                Arguments.of("cohere.command-r-v1:0", "{'message':'Hi'}"),
                Arguments.of("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}"),
                Arguments.of("mistral.mistral-7b-instruct-v0:2", "{'prompt':'Hi'}"),
                Arguments.of("mistral.mistral-large-2402-v1:0", chat),
                Arguments.of("openai.gpt-oss-120b-1:0", chat),
                Arguments.of("qwen.qwen3-32b-v1:0", chat));
    }

    @ParameterizedTest
    @MethodSource("families")
    void countsBodiesAndConversationsOfEveryFamily(String modelId, String body) throws Exception {
        for (String input : new String[]{invokeModel(body), CONVERSE}) {
            HttpResponse<byte[]> response = count(modelId, input);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"inputTokens\":" + ScriptedTextModel.PROMPT_TOKENS + "}");
            assertThat(response.statusCode()).isEqualTo(200);
        }
        assertThat(server.model().wasAsked()).isFalse();
    }

    @Test
    void wrongRequestsGetTheErrorsOfTheirOperations() throws Exception {
        assertThat(message(count("meta.llama3-8b-instruct-v1:0", invokeModel("{}"))))
                .startsWith("Malformed input request: #: required key [prompt] not found");
        assertThat(message(count("amazon.titan-text-express-v1",
                CONVERSE.replace("{'messages'", "{'system':[{'text':'a'}],'messages'"))))
                .startsWith("This model doesn't support system messages.");
        assertThat(message(count("amazon.titan-embed-text-v1", invokeModel("{'inputText':'Hi'}"))))
                .isEqualTo("The provided model doesn't support counting tokens.");
        assertThat(json(count("amazon.titan-text-express-v1", "{}")).path("message").asString("")).isNotEmpty();
    }
}
