package dev.outcrop.families.nova;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedTurn;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tools and thoughts of Nova. Single quotes stand for double ones. */
class NovaToolsTest {
    private static final String LITE = "amazon.nova-lite-v1:0";
    private static final String LITE_2 = "amazon.nova-2-lite-v1:0";
    private static final String HI = "{'role':'user','content':[{'text':'Hi'}]}";
    private static final String SPEC = "{'toolSpec':{'name':'get_weather','description':'d','inputSchema':{'json':"
            + "{'type':'object'}}}}";

    private static String body(String turns, String more) {
        return ("{'messages':[" + turns + "]" + more + "}").replace('\'', '"');
    }

    private static Prompt.Chat chat(String turns, String more) {
        return (Prompt.Chat) Calls.parse(LITE, body(turns, more)).generation().prompt();
    }

    private static String config(String choice) {
        return ",'toolConfig':{'tools':[" + SPEC + "]" + choice + "}";
    }

    @Test
    void offersThem() {
        Tool tool = new Tool("get_weather", "d", "{\"type\":\"object\"}");
        assertThat(chat(HI, config("")).tools()).isEqualTo(new Tools(List.of(tool), new Tools.Choice.Auto()));
        assertThat(chat(HI, config(",'toolChoice':{'auto':{}}")).tools().choice()).isEqualTo(new Tools.Choice.Auto());
        assertThat(chat(HI, config(",'toolChoice':{'any':{}}")).tools().choice()).isEqualTo(new Tools.Choice.Any());
        assertThat(chat(HI, config(",'toolChoice':{'tool':{'name':'get_weather'}}")).tools().choice())
                .isEqualTo(new Tools.Choice.Named("get_weather"));
    }

    @Test
    void readsCallsAndResults() {
        assertThat(chat(HI + ",{'role':'assistant','content':[{'text':'<thinking>'},{'toolUse':{'toolUseId':'u1',"
                + "'name':'get_weather','input':{'city':'Rome'}}}]},{'role':'user','content':[{'toolResult':"
                + "{'toolUseId':'u1','content':[{'json':{'c':21}},{'text':'warm'}],'status':'error'}}]}", config(""))
                .messages()).containsExactly(
                        new Message(Message.Role.USER, "Hi"),
                        new Message(Message.Role.ASSISTANT, List.of(
                                new Part.Text("<thinking>"),
                                new ToolCall("u1", "get_weather", "{\"city\":\"Rome\"}"))),
                        new Message(Message.Role.TOOL,
                                List.of(new Part.ToolResult("u1", "", "{\"c\":21}\nwarm", true))));
    }

    @Test
    void answersWithCalls() {
        TextInvocation call = Calls.parse(LITE, body(HI, config("")));
        ScriptedTurn turn = ScriptedTurn.begin().say("Well").call("c", "get_weather", "{\"city\":", "\"Rome\"}")
                .call("d", "now");
        String id = "00000000-0000-4000-8000-000000000000";
        assertThat(turn.body(call).replace('"', '\'')).startsWith("{'output':{'message':{'content':[{'text':'Well'},"
                + "{'toolUse':{'name':'get_weather','toolUseId':'" + id + "','input':{'city':'Rome'}}},"
                + "{'toolUse':{'name':'now','toolUseId':'" + id + "','input':{}}}],'role':'assistant'}},"
                + "'stopReason':'tool_use'");
        assertThat(turn.stream(call).stream().map(chunk -> chunk.json().replace('"', '\'')).toList().subList(1, 10))
                .containsExactly(
                        "{'contentBlockDelta':{'delta':{'text':'Well'},'contentBlockIndex':0}}",
                        "{'contentBlockStop':{'contentBlockIndex':0}}",
                        "{'contentBlockStart':{'start':{'toolUse':{'toolUseId':'" + id + "','name':'get_weather'}},"
                                + "'contentBlockIndex':1}}",
                        "{'contentBlockDelta':{'delta':{'toolUse':{'input':'{\\'city\\':\\'Rome\\'}'}},"
                                + "'contentBlockIndex':1}}",
                        "{'contentBlockStop':{'contentBlockIndex':1}}",
                        "{'contentBlockStart':{'start':{'toolUse':{'toolUseId':'" + id + "','name':'now'}},"
                                + "'contentBlockIndex':2}}",
                        "{'contentBlockDelta':{'delta':{'toolUse':{'input':'{}'}},'contentBlockIndex':2}}",
                        "{'contentBlockStop':{'contentBlockIndex':2}}",
                        "{'messageStop':{'stopReason':'tool_use'}}");
    }

    @Test
    void novaTwoThinksWhenToldTo() {
        String more = ",'inferenceConfig':{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'}}";
        TextInvocation call = Calls.parse(LITE_2, body(HI, more));
        assertThat(call.generation().reasoning()).isEqualTo(new Reasoning(Reasoning.Mode.LOW, 0));
        assertThat(Calls.parse(LITE_2, body(HI, "")).generation().reasoning()).isEqualTo(Reasoning.OFF);
        ScriptedTurn turn = ScriptedTurn.begin().think("hm").say("Yes");
        assertThat(turn.body(call)).contains(
                "\"content\":[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\"}}},{\"text\":\"Yes\"}]");
        assertThat(turn.stream(call).get(1).json()).isEqualTo(
                "{\"contentBlockDelta\":{\"delta\":{\"reasoningContent\":{\"text\":\"hm\"}},\"contentBlockIndex\":0}}");
        assertThat(Calls.refusal(LITE, body(HI, more))).isEqualTo(
                Calls.malformed("#/inferenceConfig: extraneous key [reasoningConfig] is not permitted"));
    }

    @Test
    void readsThoughtsOfEarlierTurns() {
        assertThat(chat(HI + ",{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'hm'}}},"
                + "{'text':'Yes'}]}," + HI, "").messages().get(1).parts())
                .containsExactly(new Part.Reasoning("hm"), new Part.Text("Yes"));
    }

    static Stream<Arguments> wrong() {
        String malformed = "Malformed input request: %s, please reformat your input and try again.";
        return Stream.of(
                Arguments.of(
                        HI + ",{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'b','input':{}}}]}",
                        "",
                        "The toolConfig field must be defined when using toolUse and toolResult content blocks."),
                Arguments.of(HI, config(",'toolChoice':{'tool':{'name':'x'}}"),
                        "The tool x in toolChoice is not among the tools of toolConfig."),
                Arguments.of(HI, ",'toolConfig':{'tools':[" + SPEC + "," + SPEC + "]}",
                        "The tool name get_weather is used more than once in toolConfig. Tool names must be unique."),
                Arguments.of(HI, ",'toolConfig':{'tools':[]}",
                        malformed.formatted("#/toolConfig/tools: expected minimum item count: 1, found: 0")),
                Arguments.of(HI, ",'toolConfig':{'tools':[{'name':'t','input_schema':{}}]}",
                        malformed.formatted("#/toolConfig/tools/0: extraneous key [name] is not permitted"
                                + "#/toolConfig/tools/0: extraneous key [input_schema] is not permitted")),
                Arguments.of(HI, ",'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':'x'}}}]}",
                        malformed.formatted("#/toolConfig/tools/0/toolSpec/inputSchema/json: expected type: JSONObject,"
                                + " found: String")),
                Arguments.of("{'role':'user','content':[{'document':{}}]}", "",
                        "This model doesn't support content of type document in this version of Outcrop. Try again with"
                                + " text."),
                Arguments.of("{'role':'user','content':[{'image':{'format':'bmp','source':{'bytes':''}}}]}", "",
                        malformed.formatted("#/messages/0/content/0/image/format: bmp is not a valid enum value")));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrong")
    void saysWhatIsWrong(String turns, String more, String message) {
        assertThat(Calls.refusal(LITE, body(turns, more))).isEqualTo(message);
    }
}
