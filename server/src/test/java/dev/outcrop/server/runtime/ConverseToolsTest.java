package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Tools and thoughts in conversations, both ways, by every family that has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConverseToolsTest {
    private static final String TOOLS = ",'toolConfig':{'tools':[{'toolSpec':{'name':'weather','description':'Looks',"
            + "'inputSchema':{'json':{'type':'object','properties':{'city':{'type':'string'}}}}}}]}";
    private static final String ASK = "{'messages':[{'role':'user','content':[{'text':'Weather?'}]}]" + TOOLS + "}";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private static void call(GenerationListener listener) {
        listener.onStart(7);
        listener.onText("Let me see.", 1);
        listener.onToolCall("call_1", "weather", 2);
        listener.onToolInput("{\"city\":", 3);
        listener.onToolInput("\"Rome\"}", 4);
        listener.onEnd(new GenerationResult(7, 4, StopReason.TOOL_CALLS, null));
    }

    private HttpResponse<byte[]> post(String modelId, String operation, String body) throws Exception {
        HttpResponse<byte[]> response = server
                .postJson("/model/" + modelId + "/" + operation, body.replace('\'', '"'));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        return response;
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic.claude-3-haiku-20240307-v1:0", "amazon.nova-pro-v1:0",
            "mistral.mistral-large-2402-v1:0", "cohere.command-r-v1:0", "ai21.jamba-1-5-mini-v1:0",
            "openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0", "us.writer.palmyra-x5-v1:0", "my-model",
            "us.meta.llama3-1-8b-instruct-v1:0"})
    void callsAndResultsGoBothWays(String modelId) throws Exception {
        server.model().play(ConverseToolsTest::call);
        JsonNode answer = TestServer.json(post(modelId, "converse", ASK));
        assertThat(answer.path("stopReason").stringValue()).isEqualTo("tool_use");
        assertThat(answer.at("/output/message/content").toString()).matches(Pattern.quote(
                "[{\"text\":\"Let me see.\"},{\"toolUse\":{\"input\":{\"city\":\"Rome\"},\"name\":\"weather\","
                        + "\"toolUseId\":\"")
                + "tooluse_[0-9A-Za-z]{22}\"}}]");
        Prompt.Chat asked = (Prompt.Chat) server.model().awaitRun().request().prompt();
        assertThat(asked.tools().offered()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("weather");
            assertThat(tool.description()).isEqualTo("Looks");
        });
        assertThat(asked.tools().choice()).isInstanceOf(Tools.Choice.Auto.class);

        String next = "{'messages':[{'role':'user','content':[{'text':'Weather?'}]},{'role':'assistant','content':"
                + "[{'toolUse':{'toolUseId':'call_1','name':'weather','input':{'city':'Rome'}}}]},{'role':'user','content':"
                + "[{'toolResult':{'toolUseId':'call_1','content':[{'text':'clear'}]}}]}]" + TOOLS + "}";
        post(modelId, "converse", next);
        List<Message> messages = ((Prompt.Chat) server.model().awaitRun().request().prompt()).messages();
        assertThat(messages.get(1).parts()).singleElement().isInstanceOfSatisfying(
                ToolCall.class, call -> assertThat(call.input()).isEqualTo("{\"city\":\"Rome\"}"));
        assertThat(messages.get(2).role()).isEqualTo(Message.Role.TOOL);
        assertThat(messages.get(2).parts()).singleElement().isInstanceOfSatisfying(
                Part.ToolResult.class, result -> assertThat(result.text()).contains("clear"));
    }

    @Test
    void callsAreStreamedAsBlocks() throws Exception {
        server.model().play(ConverseToolsTest::call);
        List<String> events = new ArrayList<>();
        TestServer.frames(post("amazon.nova-pro-v1:0", "converse-stream", ASK).body())
                .forEach(frame -> events.add(frame.text(":event-type")
                        + JsonMapper.shared().readTree(frame.payload()).path("contentBlockIndex").asString("")));
        server.model().awaitRun();
        assertThat(events).containsExactly(
                "messageStart", "contentBlockDelta0", "contentBlockStop0", "contentBlockStart1", "contentBlockDelta1",
                "contentBlockDelta1", "contentBlockStop1", "messageStop", "metadata");
    }

    @Test
    void thoughtsStandApart() throws Exception {
        server.model().play(listener -> {
            listener.onStart(7);
            listener.onReasoning("Hm.", 1);
            listener.onText("Yes.", 2);
            listener.onEnd(new GenerationResult(7, 2, StopReason.END_OF_TURN, null));
        });
        JsonNode answer = TestServer.json(
                post("us.deepseek.r1-v1:0", "converse", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"));
        assertThat(answer.at("/output/message/content").toString()).isEqualTo(
                "[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm.\"}}},{\"text\":\"Yes.\"}]");
        GenerationRequest request = server.model().awaitRun().request();
        assertThat(request.reasoning()).isEqualTo(Reasoning.APART);
    }
}
