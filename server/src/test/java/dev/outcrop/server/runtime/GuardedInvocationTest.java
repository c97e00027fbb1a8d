package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Prompt;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.TestGuardrail.BLOCKED_INPUT;
import static dev.outcrop.server.testing.TestGuardrail.BLOCKED_OUTPUT;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.frames;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Guardrails on invocations over HTTP: input, whole answers, and streams whose input is blocked. */
class GuardedInvocationTest {
    private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String CLAUDE = "/model/us." + MODEL + "/invoke";
    private static final String ID = "k7m2p9x4q1zt";
    private static final String ACTION = "amazon-bedrock-guardrailAction";
    private static final String TRACE = "amazon-bedrock-trace";

    private final TestServer server = new TestServer();
    private final ScriptedTextModel model = server.model();

    @BeforeEach
    void guardrail() {
        server.guardrails().put(ID, "DRAFT", TestGuardrail.ofConformance().build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A body of one user message; the configuration, if any, with single quotes. */
    private static String body(String prompt, String config) {
        String text = JsonMapper.shared().writeValueAsString(prompt);
        return "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\","
                + "\"content\":" + text + "}]"
                + (config.isEmpty() ? "" : ",\"amazon-bedrock-guardrailConfig\":" + config.replace('\'', '"')) + "}";
    }

    private HttpResponse<byte[]> call(String target, String body, String trace, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "X-Amzn-Bedrock-GuardrailIdentifier", ID, "X-Amzn-Bedrock-GuardrailVersion", "DRAFT"));
        if (!trace.isEmpty()) {
            all.addAll(List.of("X-Amzn-Bedrock-Trace", trace));
        }
        all.addAll(List.of(headers));
        return server.post(target, body, all.toArray(String[]::new));
    }

    private JsonNode answer(String prompt, String config, String trace) throws Exception {
        HttpResponse<byte[]> response = call(CLAUDE, body(prompt, config), trace);
        assertThat(response.statusCode()).as(message(response)).isEqualTo(200);
        return json(response);
    }

    private static String text(JsonNode answer) {
        assertThat(answer.path("content").size()).isEqualTo(1);
        return answer.path("content").get(0).path("text").stringValue();
    }

    private static List<Integer> coverage(JsonNode assessment) {
        JsonNode characters = assessment.path("invocationMetrics").path("guardrailCoverage").path("textCharacters");
        return List.of(characters.path("guarded").intValue(), characters.path("total").intValue());
    }

    private static String tagged(String kind, String text) {
        String name = "amazon-bedrock-guardrails-" + kind + "_q81Zc0";
        return "<" + name + ">" + text + "</" + name + ">";
    }

    private static final String SUFFIX = "{'tagSuffix':'q81Zc0'}";

    /** What the model was asked: the last message. */
    private String asked() throws InterruptedException {
        return model.awaitRun().request().prompt() instanceof Prompt.Chat chat
                ? chat.messages().getLast().text()
                : "";
    }

    @Test
    @DisplayName("H.51 an unknown version and an unknown identifier are refused with one text")
    void unknownGuardrail() throws Exception {
        for (String[] reference : new String[][]{{ID, "999"}, {"unknown", "DRAFT"}}) {
            HttpResponse<byte[]> response = server.post(
                    CLAUDE, body("Hi", ""),
                    "X-Amzn-Bedrock-GuardrailIdentifier", reference[0],
                    "X-Amzn-Bedrock-GuardrailVersion", reference[1]);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(code(response)).isEqualTo("ValidationException");
            assertThat(message(response)).isEqualTo(
                    "The guardrail identifier or version provided in the request does not exist.");
        }
        assertThat(model.wasAsked()).isFalse();
    }

    @Test
    @DisplayName("H.54 headers alone are enough; H.57 a harmless answer is the native body and action NONE")
    void harmless() throws Exception {
        model.script(Script.saying("Good ", "morning."));
        HttpResponse<byte[]> response = call(CLAUDE, body("Hello", ""), "");
        String json = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(json).matches("\\{\"id\":\"msg_bdrk_01\\w{22}\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"model\":\"claude-3-haiku-20240307\",\"content\":\\[\\{\"type\":\"text\","
                + "\"text\":\"Good morning.\"\\}\\],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":\\{\"input_tokens\":7,\"output_tokens\":2\\},"
                + "\"amazon-bedrock-guardrailAction\":\"NONE\"\\}");
        assertThat(response.headers().firstValue("x-amzn-bedrock-output-token-count")).hasValue("2");
        assertThat(asked()).isEqualTo("Hello");
    }

    @Test
    @DisplayName("H.55 a blocked input: message, zero usage, trace by bare id, model not called; H.78 byte for byte")
    void blockedInput() throws Exception {
        String arn = "arn:aws:bedrock:us-east-1:123456789012:guardrail/" + ID;
        HttpResponse<byte[]> response = server.post(
                CLAUDE, body("Explain loan underwriting to me.", ""),
                "X-Amzn-Bedrock-GuardrailIdentifier", arn,
                "X-Amzn-Bedrock-GuardrailVersion", "DRAFT",
                "X-Amzn-Bedrock-Trace", "ENABLED");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-amzn-bedrock-input-token-count")).hasValue("0");
        assertThat(response.headers().firstValue("x-outcrop-served-by")).isEmpty();
        JsonNode answer = json(response);
        assertThat(text(answer)).isEqualTo(BLOCKED_INPUT);
        assertThat(answer.path("model").stringValue()).isEqualTo("us." + MODEL);
        assertThat(answer.path("stop_reason").isNull()).isTrue();
        assertThat(answer.path("usage").path("input_tokens").intValue()).isZero();
        assertThat(answer.path("usage").path("output_tokens").intValue()).isZero();
        assertThat(answer.path(ACTION).stringValue()).isEqualTo("INTERVENED");
        JsonNode trace = answer.path(TRACE).path("guardrail");
        assertThat(trace.propertyNames()).containsExactly("input", "actionReason");
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("Guardrail blocked.");
        assertThat(trace.path("input").propertyNames()).containsExactly(ID);
        JsonNode assessment = trace.path("input").path(ID);
        assertThat(assessment.path("topicPolicy").path("topics").get(0).path("action").stringValue())
                .isEqualTo("BLOCKED");
        assertThat(coverage(assessment)).containsExactly(32, 32);
        assertThat(model.wasAsked()).isFalse();
    }

    @Test
    @DisplayName("H.56 without trace there is the action and nothing more")
    void noTrace() throws Exception {
        for (String trace : List.of("", "DISABLED")) {
            JsonNode answer = answer("Explain loan underwriting to me.", "", trace);
            assertThat(answer.path(ACTION).stringValue()).isEqualTo("INTERVENED");
            assertThat(answer.has(TRACE)).isFalse();
        }
    }

    @Test
    @DisplayName("H.58 a blocked answer: message for outputs, real usage, list of outputs, the model's own body")
    void blockedOutput() throws Exception {
        model.script(Script.saying("Loan ", "underwriting ", "is easy."));
        JsonNode answer = answer("Tell me something.", "", "ENABLED");
        assertThat(text(answer)).isEqualTo(BLOCKED_OUTPUT);
        assertThat(answer.path("stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(answer.path("usage").path("input_tokens").intValue()).isEqualTo(7);
        assertThat(answer.path("usage").path("output_tokens").intValue()).isEqualTo(3);
        assertThat(answer.path("model").stringValue()).isEqualTo("claude-3-haiku-20240307");
        JsonNode trace = answer.path(TRACE).path("guardrail");
        assertThat(trace.propertyNames()).containsExactly("input", "outputs", "modelOutput", "actionReason");
        assertThat(trace.path("outputs").size()).isEqualTo(1);
        JsonNode output = trace.path("outputs").get(0).path(ID);
        assertThat(output.path("topicPolicy").path("topics").size()).isEqualTo(1);
        assertThat(coverage(output)).containsExactly(26, 26);
        JsonNode original = JsonMapper.shared().readTree(trace.path("modelOutput").get(0).stringValue());
        assertThat(text(original)).isEqualTo("Loan underwriting is easy.");
        assertThat(original.path("id")).isEqualTo(answer.path("id"));
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("Guardrail blocked.");
    }

    @Test
    void aMaskedAnswerKeepsItsReasonAndIsAnIntervention() throws Exception {
        model.script(Script.saying("Write to ines", "@example.com, quote CN-40718."));
        JsonNode answer = answer("Hello", "", "ENABLED");
        assertThat(text(answer)).isEqualTo("Write to {EMAIL}, quote {CaseNumber}.");
        assertThat(answer.path("stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(answer.path(ACTION).stringValue()).isEqualTo("INTERVENED");
        JsonNode trace = answer.path(TRACE).path("guardrail");
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("Guardrail masked.");
        assertThat(trace.path("modelOutput").get(0).stringValue()).contains("ines@example.com");
    }

    @Test
    void aMaskedInputIsWhatTheModelReads() throws Exception {
        JsonNode answer = answer("My address is ines@example.com.", "", "ENABLED");
        assertThat(asked()).isEqualTo("My address is {EMAIL}.");
        assertThat(answer.path(ACTION).stringValue()).isEqualTo("INTERVENED");
        JsonNode trace = answer.path(TRACE).path("guardrail");
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("Guardrail masked.");
        assertThat(trace.has("modelOutput")).isFalse();
    }

    @Test
    void theFullTraceListsWhatWasNotDetected() throws Exception {
        JsonNode trace = answer("Hello", "", "ENABLED_FULL").path(TRACE).path("guardrail");
        JsonNode input = trace.path("input").path(ID);
        assertThat(input.path("topicPolicy").path("topics").get(0).path("detected").booleanValue()).isFalse();
        assertThat(input.path("contentPolicy").path("filters").size()).isEqualTo(2);
        JsonNode output = trace.path("outputs").get(0).path(ID);
        assertThat(output.path("contentPolicy").path("filters").size()).isEqualTo(1);
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("No action.");
    }

    @Test
    @DisplayName("H.59 an attack outside of tags is not looked for")
    void attackUntagged() throws Exception {
        JsonNode answer = answer("attack! Tell me.", "", "");
        assertThat(answer.path(ACTION).stringValue()).isEqualTo("NONE");
        assertThat(asked()).isEqualTo("attack! Tell me.");
    }

    @Test
    @DisplayName("G.28 unless the server is told to")
    void attackUntaggedOnAServerThatLooks() throws Exception {
        try (TestServer looking = new TestServer(ServerOptions.local().withUntaggedAttacks())) {
            looking.guardrails().put(ID, "DRAFT", TestGuardrail.ofConformance().build());
            HttpResponse<byte[]> response = looking.post(CLAUDE, body("attack! Tell me.", ""),
                    "X-Amzn-Bedrock-GuardrailIdentifier", ID, "X-Amzn-Bedrock-GuardrailVersion", "DRAFT");
            assertThat(json(response).path(ACTION).stringValue()).isEqualTo("INTERVENED");
            assertThat(looking.model().wasAsked()).isFalse();
        }
    }

    @Test
    @DisplayName("H.60 the same attack inside guardContent is blocked")
    void attackTagged() throws Exception {
        JsonNode answer = answer("Translate: " + tagged("guardContent", "attack! Tell me."), SUFFIX, "");
        assertThat(answer.path(ACTION).stringValue()).isEqualTo("INTERVENED");
        assertThat(text(answer)).isEqualTo(BLOCKED_INPUT);
        assertThat(model.wasAsked()).isFalse();
    }

    @Test
    @DisplayName("H.61 with tags nothing outside of them is looked at, and the model reads no tags")
    void topicOutsideTheTags() throws Exception {
        JsonNode answer = answer(
                "About loan underwriting: " + tagged("guardContent", "Hello"), SUFFIX, "ENABLED");
        assertThat(answer.path(ACTION).stringValue()).isEqualTo("NONE");
        assertThat(asked()).isEqualTo("About loan underwriting: Hello");
        assertThat(coverage(answer.path(TRACE).path("guardrail").path("input").path(ID))).containsExactly(5, 30);
    }

    @Test
    @DisplayName("H.62 tags with another suffix are plain text")
    void anotherSuffix() throws Exception {
        String prompt = "About loan underwriting: " + tagged("guardContent", "Hello");
        assertThat(answer(prompt, "{'tagSuffix':'other'}", "").path(ACTION).stringValue()).isEqualTo("INTERVENED");
        String harmless = tagged("guardContent", "Hello");
        answer(harmless, "{'tagSuffix':'other'}", "");
        assertThat(asked()).isEqualTo(harmless);
    }

    @Test
    void badTagsAndSettingsAreRefused() throws Exception {
        for (String[] bad : new String[][]{
                {"Hi", "{'tagSuffix':'a-b'}"},
                {"Hi", "{'tagSuffix':''}"},
                {"Hi", "{'tagSuffix':7}"},
                {"Hi", "{'streamProcessingMode':'async'}"},
                {"Hi", "'x'"},
                {tagged("guardContent", tagged("query", "Hi")), SUFFIX},
                {"<amazon-bedrock-guardrails-query_q81Zc0>Hi", SUFFIX}}) {
            for (String target : List.of(CLAUDE, CLAUDE + "-with-response-stream")) {
                HttpResponse<byte[]> response = call(target, body(bad[0], bad[1]), "");
                assertThat(response.statusCode()).as(bad[0] + bad[1]).isEqualTo(400);
                assertThat(code(response)).isEqualTo("ValidationException");
            }
        }
        assertThat(model.wasAsked()).isFalse();
    }

    @Test
    void theSystemTextAndEarlierTurnsAreAssessedToo() throws Exception {
        for (String other : List.of(
                "\"system\":\"Project Lantern is secret.\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
                "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":"
                        + "\"Project Lantern!\"},{\"role\":\"user\",\"content\":\"Go on\"}]")) {
            HttpResponse<byte[]> response = call(
                    CLAUDE, "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":50," + other + "}", "");
            assertThat(text(json(response))).isEqualTo(BLOCKED_INPUT);
        }
    }

    @Test
    @DisplayName("H.63 a stream whose input is blocked: six chunks, action on the text and the end, trace in the last")
    void blockedStream() throws Exception {
        HttpResponse<byte[]> response = call(
                CLAUDE + "-with-response-stream", body("Explain loan underwriting.", ""), "ENABLED");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/vnd.amazon.eventstream");
        List<JsonNode> chunks = frames(response.body()).stream().map(TestServer::chunk).toList();
        assertThat(chunks).extracting(chunk -> chunk.path("type").stringValue()).containsExactly(
                "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta",
                "message_stop");
        assertThat(chunks.get(0).path("message").path("model").stringValue()).isEqualTo("us." + MODEL);
        assertThat(chunks.get(2).path("delta").path("text").stringValue()).isEqualTo(BLOCKED_INPUT);
        assertThat(chunks).extracting(chunk -> chunk.path(ACTION).asString("")).containsExactly(
                "", "", "INTERVENED", "", "", "INTERVENED");
        assertThat(chunks.get(4).path("delta").toString()).isEqualTo("{\"stop_reason\":\"end_turn\"}");
        assertThat(chunks).filteredOn(chunk -> chunk.has(TRACE)).containsExactly(chunks.get(5));
        assertThat(chunks.get(5).path(TRACE).path("guardrail").path("input").propertyNames()).containsExactly(ID);
        assertThat(chunks.get(5).has("amazon-bedrock-invocationMetrics")).isFalse();
        assertThat(model.wasAsked()).isFalse();
    }

    @Test
    void aTemplateIsKeptWhenNothingChangesAndFilledAnewWhenMasked() throws Exception {
        String prompt = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\nMail %s<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\\n\\n";
        for (String[] mail : new String[][]{{"Ines", "Ines"}, {"ines@example.com", "{EMAIL}"}}) {
            call("/model/meta.llama3-8b-instruct-v1:0/invoke",
                    "{\"prompt\":\"" + prompt.formatted(mail[0]) + "\"}", "");
            Prompt asked = model.awaitRun().request().prompt();
            assertThat(asked).isInstanceOfSatisfying(
                    Prompt.Templated.class,
                    templated -> assertThat(templated.text())
                            .isEqualTo(prompt.formatted(mail[1]).replace("\\n", "\n")));
        }
    }
}
