package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.runtime.StreamGuardrails.ID;
import static dev.outcrop.server.runtime.StreamGuardrails.OUTPUT_MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;

/** What a guardrail does to a stream it does to the streams of every family. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedFamiliesTest {
    private static final Set<String> TEXT_MEMBERS = Set.of("outputText", "completion", "text", "generation", "content");
    private static final String ACTION = "amazon-bedrock-guardrailAction";

    private final TestServer server = new TestServer();

    GuardedFamiliesTest() {
        server.guardrails().put(ID, "1", StreamGuardrails.naming("mortgage"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> everyFamily() {
        String chat = "{'messages':[{'role':'user','content':'Hi'}]}";
        return Stream.of(
                Arguments.of("amazon.titan-text-express-v1", "{'inputText':'Hi'}"),
                Arguments.of("anthropic.claude-v2:1",
                        "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':500}"),
                Arguments.of("anthropic.claude-3-haiku-20240307-v1:0",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':500,"
                                + "'messages':[{'role':'user','content':'Hi'}]}"),
                Arguments.of("amazon.nova-pro-v1:0", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"),
                Arguments.of("ai21.jamba-1-5-mini-v1:0", chat),
                Arguments.of("cohere.command-text-v14", "{'prompt':'Hi','stream':true}"),
                Arguments.of("cohere.command-text-v14", "{'prompt':'Hi'}"),
                Arguments.of("cohere.command-r-v1:0", "{'message':'Hi'}"),
                Arguments.of("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}"),
                Arguments.of("mistral.mistral-7b-instruct-v0:2", "{'prompt':'Hi'}"),
                Arguments.of("mistral.mistral-large-2402-v1:0", chat),
                Arguments.of("us.deepseek.r1-v1:0", "{'prompt':'Hi'}"),
                Arguments.of("openai.gpt-oss-120b-1:0", chat),
                Arguments.of("qwen.qwen3-32b-v1:0", chat),
                Arguments.of("us.writer.palmyra-x5-v1:0", chat));
    }

    private List<JsonNode> stream(String modelId, String body) throws Exception {
        HttpResponse<byte[]> response = server.post(
                "/model/" + modelId + "/invoke-with-response-stream", body.replace('\'', '"'),
                "X-Amzn-Bedrock-GuardrailIdentifier", ID, "X-Amzn-Bedrock-GuardrailVersion", "1");
        assertThat(response.statusCode()).as(() -> TestServer.message(response)).isEqualTo(200);
        server.model().awaitRun();
        return TestServer.frames(response.body()).stream().map(TestServer::chunk).toList();
    }

    /** The text of an answer, wherever the family puts it; not the repetition of it at the end of a stream. */
    private static String text(JsonNode json) {
        StringBuilder text = new StringBuilder();
        json.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isString() && TEXT_MEMBERS.contains(member.getKey())) {
                text.append(value.stringValue());
            } else if (!member.getKey().equals("response")) {
                text.append(text(value));
            }
        });
        if (json.isArray()) {
            json.forEach(element -> text.append(text(element)));
        }
        return text.toString();
    }

    private static String text(List<JsonNode> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(text(chunk)));
        return text.toString();
    }

    private static long intervened(List<JsonNode> chunks) {
        return chunks.stream().filter(chunk -> chunk.path(ACTION).asString("").equals("INTERVENED")).count();
    }

    @ParameterizedTest
    @MethodSource("everyFamily")
    void theStreamsTextIsTheWholeAnswersText(String modelId, String body) throws Exception {
        server.model().script(Script.saying("Write to ", "ja", "ne.", "doe@", "example", ".com", " or ", "not."));
        List<JsonNode> chunks = stream(modelId, body);
        HttpResponse<byte[]> whole = server.post("/model/" + modelId + "/invoke", body.replace('\'', '"').replace(
                ",\"stream\":true", ""),
                "X-Amzn-Bedrock-GuardrailIdentifier", ID, "X-Amzn-Bedrock-GuardrailVersion", "1");
        server.model().awaitRun();

        assertThat(text(chunks).strip()).isEqualTo("Write to {EMAIL} or not.");
        assertThat(text(chunks)).isEqualTo(text(TestServer.json(whole)));
        assertThat(chunks.toString()).doesNotContain("doe@");
        assertThat(intervened(chunks)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("everyFamily")
    void aBlockedAnswerIsItsMessage(String modelId, String body) throws Exception {
        server.model().script(Script.saying("Now ", "Pro", "ject", " ", "Lan", "tern."));
        List<JsonNode> chunks = stream(modelId, body);

        assertThat(text(chunks).strip()).isEqualTo(OUTPUT_MESSAGE);
        assertThat(chunks.toString()).doesNotContain("Now", "Lan");
        assertThat(chunks.stream().filter(chunk -> text(chunk).contains(OUTPUT_MESSAGE)))
                .allMatch(chunk -> chunk.path(ACTION).asString("").equals("INTERVENED"));
        assertThat(intervened(chunks)).isBetween(1L, 2L);
    }
}
