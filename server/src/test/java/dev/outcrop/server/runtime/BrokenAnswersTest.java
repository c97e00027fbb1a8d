package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.Tools;
import dev.outcrop.inference.UnsupportedRequestException;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Answers that went wrong, requests that would make them so, and what is refused in whose words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenAnswersTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String GUARDRAIL = "k7m2p9x4q1zt";
    private static final String USER = "{'role':'user','content':[{'text':'Weather?'}]}";
    private static final String TOOLS = ",'toolConfig':{'tools':[{'toolSpec':{'name':'weather','description':'d',"
            + "'inputSchema':{'json':{'type':'object','properties':{'city':{'type':'string'}}}}}}]%s}";

    private final TestServer server = new TestServer();

    @BeforeEach
    void script() throws Exception {
        server.guardrails().put(GUARDRAIL, "1", TestGuardrail.ofConformance().build());
        server.model().script(Script.tokens(3));
        while (server.model().wasAsked()) {
            server.model().awaitRun();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static void call(GenerationListener listener, String input, StopReason reason) {
        listener.onStart(7);
        listener.onToolCall("call_1", "weather", 1);
        listener.onToolInput(input, 2);
        listener.onEnd(new GenerationResult(7, 2, reason, null));
    }

    private HttpResponse<byte[]> post(String modelId, String operation, String body) throws Exception {
        return server.postJson("/model/" + modelId + "/" + operation, body.replace('\'', '"'));
    }

    private static String conversation(String more) {
        return "{'messages':[" + USER + "]" + more + "}";
    }

    @Test
    void aNativeAnswerWithWrongArgumentsIsTheModelsError() throws Exception {
        server.model().play(listener -> call(listener, "{\"city\": \"Par", StopReason.TOOL_CALLS));
        String body = "{'anthropic_version':'bedrock-2023-05-31','max_tokens':9,'messages':[{'role':'user','content':'Hi'}],"
                + "'tools':[{'name':'weather','input_schema':{'type':'object'}}]}";
        HttpResponse<byte[]> whole = post(HAIKU, "invoke", body);
        assertThat(whole.statusCode()).isEqualTo(424);
        assertThat(code(whole)).isEqualTo("ModelErrorException");
        assertThat(message(whole)).startsWith("The model asked for a tool with arguments that are not a JSON object.");
        Frame last = TestServer.frames(post(HAIKU, "invoke-with-response-stream", body).body()).getLast();
        assertThat(last.text(":exception-type")).isEqualTo("modelStreamErrorException");
    }

    @ParameterizedTest
    @CsvSource({HAIKU + ",TOOL_CALLS,malformed_tool_use", HAIKU + ",MAX_TOKENS,max_tokens",
            "amazon.nova-pro-v1:0,TOOL_CALLS,malformed_tool_use", "openai.gpt-oss-20b-1:0,MAX_TOKENS,max_tokens"})
    void aConversationTakesItsOwnAnswerOfNothingBack(String modelId, StopReason reason, String stated)
            throws Exception {
        server.model().play(listener -> call(listener, "{\"city\": \"Par", reason));
        JsonNode answer = json(post(modelId, "converse", conversation(
                TOOLS.formatted("") + ",'additionalModelResponseFieldPaths':['/stop_reason']")));
        assertThat(answer.path("stopReason").stringValue()).isEqualTo(stated);
        JsonNode said = answer.at("/output/message");
        assertThat(said.path("content").toString()).isEqualTo("[{\"text\":\"\"}]");
        server.model().awaitRun();
        server.model().script(Script.tokens(3));
        HttpResponse<byte[]> next = post(modelId, "converse", "{'messages':[" + USER + "," + said + "," + USER + "]}");
        assertThat(next.statusCode()).as(new String(next.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        List<Message> asked = ((Prompt.Chat) server.model().awaitRun().request().prompt()).messages();
        assertThat(asked).singleElement()
                .satisfies(one -> assertThat(one.text()).contains("Weather?\nWeather?"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {"\"any\":{} | Any",
            "\"tool\":{\"name\":\"weather\"} | Named",
            "\"auto\":{} | Auto"})
    void commandRIsHeldToTheTool(String choice, String expected) throws Exception {
        HttpResponse<byte[]> response = post("cohere.command-r-v1:0", "converse",
                conversation(TOOLS.formatted(",'toolChoice':{" + choice + "}")));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        Tools.Choice asked = ((Prompt.Chat) server.model().awaitRun().request().prompt()).tools().choice();
        assertThat(asked.getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"converse", "converse-stream"})
    void whatTheEngineRefusesHasTheServicesPrefix(String operation) throws Exception {
        server.model().script(Script.failing(1, new UnsupportedRequestException("temperature is too high")));
        HttpResponse<byte[]> response = post(HAIKU, operation, conversation(""));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo("The model returned the following errors: temperature is too high");
        server.model().awaitRun();
    }

    /** Every family's way to say more than Converse's own fields say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
            "cohere.command-r-v1:0 | 'chat_history':[{'role':'USER','message':'Project Lantern'}]",
            "cohere.command-r-v1:0 | 'preamble':'Project Lantern'",
            "cohere.command-r-v1:0 | 'tools':[{'name':'t','description':'Project Lantern'}]",
            "cohere.command-r-v1:0 | 'tools':[{'name':'t','description':'d'}],'tool_results':[{'call':{'name':'t','parameters':{}},'outputs':[{'a':'Project Lantern'}]}]",
            "anthropic.claude-3-haiku-20240307-v1:0 | 'system':'Project Lantern'",
            "amazon.nova-pro-v1:0 | 'system':[{'text':'Project Lantern'}]",
            "amazon.nova-pro-v1:0 | 'toolConfig':{'tools':[{'toolSpec':{'name':'t','description':'Project Lantern','inputSchema':{'json':{}}}}]}",
            "qwen.qwen3-32b-v1:0 | 'tools':[{'type':'function','function':{'name':'t','description':'Project Lantern'}}]"})
    void additionalFieldsBringNothingPastAGuardrail(String modelId, String fields) throws Exception {
        String more = ",'additionalModelRequestFields':{" + fields + "}";
        String guarded = more + ",'guardrailConfig':{'guardrailIdentifier':'" + GUARDRAIL + "','guardrailVersion':'1'}";
        for (String operation : List.of("converse", "converse-stream")) {
            HttpResponse<byte[]> refused = post(modelId, operation, conversation(guarded));
            assertThat(message(refused))
                    .startsWith("The additionalModelRequestFields bring content for the model to read");
            assertThat(refused.statusCode()).isEqualTo(400);
        }
        assertThat(server.model().wasAsked()).isFalse();
        assertThat(post(modelId, "converse", conversation(more)).statusCode()).isEqualTo(200);
        server.model().awaitRun();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
            "cohere.command-r-v1:0 | 'k':3,'seed':5", "anthropic.claude-3-haiku-20240307-v1:0 | 'top_k':3",
            "amazon.nova-pro-v1:0 | 'inferenceConfig':{'topK':3}", "qwen.qwen3-32b-v1:0 | 'reasoning_effort':'low'",
            "mistral.mistral-7b-instruct-v0:2 | 'top_k':3"})
    void settingsMayStandBesideAGuardrail(String modelId, String fields) throws Exception {
        HttpResponse<byte[]> response = post(modelId, "converse",
                conversation(",'additionalModelRequestFields':{" + fields
                        + "},'guardrailConfig':{'guardrailIdentifier':'" + GUARDRAIL + "','guardrailVersion':'1'}"));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        server.model().awaitRun();
    }
}
