package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.TestServer.frames;
import static org.assertj.core.api.Assertions.assertThat;

/** Guardrails on conversations: which blocks are assessed, what is masked, how answers, traces and streams end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedConverseTest {
    private static final String ID = "k7m2p9x4q1zt";
    private static final String SAD = "Project Lantern";
    private static final String LLAMA = "us.meta.llama3-1-8b-instruct-v1:0";

    private final TestServer server = new TestServer();

    @BeforeEach
    void guardrail() throws Exception {
        server.guardrails().put(ID, "1", TestGuardrail.ofConformance().build());
        server.model().script(Script.tokens(3));
        while (server.model().wasAsked()) {
            server.model().awaitRun();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String body(String members, String trace, String mode) {
        return ("{" + members + ",'guardrailConfig':{'guardrailIdentifier':'" + ID
                + "','guardrailVersion':'1','trace':'"
                + trace + "'" + (mode.isEmpty() ? "" : ",'streamProcessingMode':'" + mode + "'") + "}}")
                .replace('\'', '"');
    }

    private JsonNode converse(String members, String trace) throws Exception {
        HttpResponse<byte[]> response = server
                .postJson("/model/" + LLAMA + "/converse", body(members, trace, ""));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        return TestServer.json(response);
    }

    private List<JsonNode> stream(String members, String trace, String mode) throws Exception {
        HttpResponse<byte[]> response = server
                .postJson("/model/" + LLAMA + "/converse-stream", body(members, trace, mode));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        for (Frame frame : frames(response.body())) {
            events.add(JsonMapper.shared()
                    .createObjectNode()
                    .set(frame.text(":event-type"), JsonMapper.shared().readTree(frame.payload())));
        }
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.propertyNames().iterator().next()).toList();
    }

    private static String text(List<JsonNode> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.at("/contentBlockDelta/delta/text").asString("")));
        return text.toString();
    }

    private static String user(String... blocks) {
        return "'messages':[{'role':'user','content':[" + String.join(",", blocks) + "]}]";
    }

    private static String text(String text) {
        return "{'text':'" + text + "'}";
    }

    private static String guard(String text, String... qualifiers) {
        return "{'guardContent':{'text':{'text':'" + text + "'"
                + (qualifiers.length == 0 ? "" : ",'qualifiers':['" + String.join("','", qualifiers) + "']") + "}}}";
    }

    private List<String> asked() throws Exception {
        Prompt prompt = server.model().awaitRun().request().prompt();
        List<Message> messages = prompt instanceof Prompt.Templated templated
                ? templated.chat().messages()
                : ((Prompt.Chat) prompt).messages();
        return messages.stream().map(Message::text).toList();
    }

    /** The four cells: where guardContent stands decides what is looked at. */
    static Stream<Arguments> cells() {
        String history = "{'role':'user','content':[" + text(SAD) + "]},{'role':'assistant','content':[" + text("No.")
                + "]},";
        return Stream.of(
                Arguments.of("nothing marked: messages", user(text(SAD)), true),
                Arguments.of("nothing marked: history", "'messages':[" + history + "{'role':'user','content':["
                        + text("Hi") + "]}]", true),
                Arguments.of("nothing marked: system is not looked at",
                        "'system':[" + text(SAD) + "]," + user(text("Hi")),
                        false),
                Arguments.of("messages marked: the marked", user(text("Hi"), guard(SAD)), true),
                Arguments.of("messages marked: not the rest", user(text(SAD), guard("Hi")), false),
                Arguments.of("messages marked: not the history", "'messages':[" + history
                        + "{'role':'user','content':[" + guard("Hi") + "]}]", false),
                Arguments.of("messages marked: not the system", "'system':[" + text(SAD) + "]," + user(guard("Hi")),
                        false),
                Arguments.of("system marked: the marked", "'system':[" + guard(SAD) + "]," + user(text("Hi")), true),
                Arguments.of("system marked: not the rest of it", "'system':[" + text(SAD) + "," + guard("Hi") + "],"
                        + user(text("Hi")), false),
                Arguments.of("system marked: all messages", "'system':[" + guard("Hi") + "]," + user(text(SAD)), true),
                Arguments.of("both marked: the marked of the messages", "'system':[" + guard("Hi") + "],"
                        + user(text("Hi"), guard(SAD)), true),
                Arguments.of("both marked: not the rest", "'system':[" + guard("Hi") + "],"
                        + user(text(SAD), guard("Hi")), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    @DisplayName("D.2")
    void whatIsLookedAt(String name, String members, boolean blocked) throws Exception {
        JsonNode answer = converse(members, "disabled");
        assertThat(answer.path("stopReason").stringValue()).isEqualTo(blocked ? "guardrail_intervened" : "end_turn");
        assertThat(server.model().wasAsked()).isEqualTo(!blocked);
        for (String mode : new String[]{"sync", "async"}) {
            List<JsonNode> events = stream(members, "disabled", mode);
            assertThat(events.get(events.size() - 2).at("/messageStop/stopReason").stringValue())
                    .isEqualTo(blocked ? "guardrail_intervened" : "end_turn");
        }
    }

    @Test
    @DisplayName("D.3 blocked input costs nothing and is traced")
    void blockedInput() throws Exception {
        JsonNode answer = converse(user(text(SAD)), "enabled");
        assertThat(answer.at("/output/message/content").toString())
                .isEqualTo(JsonMapper.shared().writeValueAsString(List.of(
                        Map.of("text", TestGuardrail.BLOCKED_INPUT))));
        assertThat(answer.at("/usage/totalTokens").intValue()).isZero();
        JsonNode trace = answer.at("/trace/guardrail");
        assertThat(trace.propertyNames()).containsExactly("actionReason", "inputAssessment");
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("Guardrail blocked.");
        assertThat(trace.at("/inputAssessment/" + ID + "/wordPolicy/customWords/0/match").stringValue()).isEqualTo(SAD);
        assertThat(server.model().wasAsked()).isFalse();
        assertThat(types(stream(user(text(SAD)), "enabled", "sync")))
                .containsExactly("messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata");
    }

    @Test
    @DisplayName("D.3 masked input is written back before the native body is made")
    void maskedInput() throws Exception {
        JsonNode answer = converse(
                "'system':[" + text("Be brief.") + "]," + user(text("Mail desk@example.com"), text("now")), "enabled");
        assertThat(asked()).containsExactly("Be brief.", "Mail {EMAIL}\nnow");
        assertThat(answer.path("stopReason").stringValue()).isEqualTo("guardrail_intervened");
        assertThat(answer.at("/trace/guardrail/actionReason").stringValue()).isEqualTo("Guardrail masked.");
        assertThat(answer.at("/usage/outputTokens").intValue()).isEqualTo(3);
    }

    @Test
    @DisplayName("D.3 nothing found")
    void nothingFound() throws Exception {
        JsonNode answer = converse(user(text("Hi")), "enabled");
        assertThat(answer.path("stopReason").stringValue()).isEqualTo("end_turn");
        JsonNode trace = answer.at("/trace/guardrail");
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("No action.");
        assertThat(trace.at("/inputAssessment/" + ID).propertyNames())
                .containsExactly("invocationMetrics", "appliedGuardrailDetails");
        assertThat(trace.at("/outputAssessments/" + ID).isArray()).isTrue();
        assertThat(trace.at("/outputAssessments/" + ID + "/0").propertyNames())
                .containsExactly("invocationMetrics", "appliedGuardrailDetails");
        assertThat(trace.has("modelOutput")).isFalse();
        assertThat(converse(user(text("Hi")), "disabled").has("trace")).isFalse();
    }

    @Test
    @DisplayName("D.3 masked and blocked answers, with the model's own in its family's format")
    void answers() throws Exception {
        server.model().script(Script.saying("Write to ", "desk@", "example.com."));
        JsonNode masked = converse(user(text("Hi")), "enabled");
        assertThat(masked.at("/output/message/content/0/text").stringValue()).isEqualTo("Write to {EMAIL}.");
        assertThat(masked.path("stopReason").stringValue()).isEqualTo("guardrail_intervened");
        assertThat(JsonMapper.shared()
                .readTree(masked.at("/trace/guardrail/modelOutput/0").stringValue())
                .path("generation")
                .stringValue()).isEqualTo("Write to desk@example.com.");
        server.model().script(Script.saying("It is ", "Project ", "Lantern."));
        JsonNode blocked = converse(user(text("Hi")), "enabled");
        assertThat(blocked.at("/output/message/content/0/text").stringValue()).isEqualTo(TestGuardrail.BLOCKED_OUTPUT);
        assertThat(blocked.path("stopReason").stringValue()).isEqualTo("guardrail_intervened");
        assertThat(blocked.at("/usage/outputTokens").intValue()).isEqualTo(3);
        assertThat(blocked.at("/trace/guardrail/actionReason").stringValue()).isEqualTo("Guardrail blocked.");
    }

    @Test
    @DisplayName("D.5 synchronous streams mask and block, the trace comes last")
    void synchronousStreams() throws Exception {
        server.model().script(Script.saying("Write to ", "desk@", "example.com."));
        List<JsonNode> masked = stream(user(text("Hi")), "enabled", "sync");
        assertThat(text(masked)).isEqualTo("Write to {EMAIL}.");
        assertThat(masked.get(masked.size() - 2).at("/messageStop/stopReason").stringValue())
                .isEqualTo("guardrail_intervened");
        assertThat(masked.getLast().at("/metadata/trace/guardrail/actionReason").stringValue())
                .isEqualTo("Guardrail masked.");
        assertThat(masked.toString()).doesNotContain("\"delta\":{\"text\":\"desk");
        server.model().script(Script.saying("It is ", "Project ", "Lantern."));
        List<JsonNode> blocked = stream(user(text("Hi")), "enabled", "sync");
        assertThat(types(blocked))
                .containsExactly("messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata");
        assertThat(text(blocked)).isEqualTo(TestGuardrail.BLOCKED_OUTPUT);
        assertThat(blocked.getLast().at("/metadata/usage/outputTokens").intValue()).isPositive();
    }

    @Test
    @DisplayName("D.5 asynchronous streams are not masked, and end when something is blocked")
    void asynchronousStreams() throws Exception {
        server.model().script(Script.saying("Write to ", "desk@", "example.com."));
        assertThat(text(stream(user(text("Hi")), "enabled", "async"))).isEqualTo("Write to desk@example.com.");
        server.model().script(Script.saying("It is ", "Project ", "Lantern."));
        List<JsonNode> blocked = stream(user(text("Hi")), "enabled", "async");
        assertThat(text(blocked)).endsWith(TestGuardrail.BLOCKED_OUTPUT);
        assertThat(blocked.get(blocked.size() - 2).at("/messageStop/stopReason").stringValue())
                .isEqualTo("guardrail_intervened");
    }

    @Test
    @DisplayName("D.2 qualifiers make grounding sources and queries")
    void grounding() throws Exception {
        server.guardrails().put(ID, "1", new TestGuardrail()
                .grounding(GroundingFilter.Type.GROUNDING, 0.5)
                .word(SAD, Handlings.BLOCK)
                .build());
        server.model().script(Script.saying("Pens cost 2."));
        String grounded = user(guard("Pens cost 2. " + SAD, "grounding_source"), guard("Cost?", "query"));
        assertThat(converse(grounded, "enabled").path("stopReason").stringValue()).isEqualTo("end_turn");
        server.model().script(Script.saying("Pens are free."));
        JsonNode invented = converse(grounded, "enabled");
        assertThat(invented.path("stopReason").stringValue()).isEqualTo("guardrail_intervened");
        assertThat(invented.at("/trace/guardrail/outputAssessments/" + ID
                + "/0/contextualGroundingPolicy/filters/0/type").stringValue()).isEqualTo("GROUNDING");
        assertThat(converse(user(guard("a " + SAD, "grounding_source", "guard_content")), "disabled")
                .path("stopReason")
                .stringValue()).isEqualTo("guardrail_intervened");
    }

    /** No family has code for guardrails on conversations. */
    @ParameterizedTest
    @ValueSource(strings = {"amazon.titan-text-express-v1", "amazon.nova-pro-v1:0",
            "anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-v2:1", "ai21.j2-mid-v1",
            "ai21.jamba-1-5-mini-v1:0", "cohere.command-text-v14", "cohere.command-r-v1:0",
            "mistral.mistral-7b-instruct-v0:2", "mistral.mistral-large-2402-v1:0", "us.deepseek.r1-v1:0",
            "openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0", "us.writer.palmyra-x5-v1:0", "my-model"})
    void everyFamilyIsGuarded(String modelId) throws Exception {
        server.model().script(Script.saying("Write to ", "desk@", "example.com."));
        HttpResponse<byte[]> response = server.postJson(
                "/model/" + modelId + "/converse", body(user(text("Mail jane@example.com")), "disabled", ""));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        JsonNode answer = TestServer.json(response);
        assertThat(answer.at("/output/message/content/0/text").stringValue()).isEqualTo("Write to {EMAIL}.");
        assertThat(asked().getLast()).isEqualTo("Mail {EMAIL}");
    }
}
