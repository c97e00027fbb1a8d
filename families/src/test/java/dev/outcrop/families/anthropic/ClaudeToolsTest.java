package dev.outcrop.families.anthropic;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.families.testing.ScriptedTurn;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tools in the Messages format. Single quotes stand for double ones. */
class ClaudeToolsTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String WEATHER = "{'name':'get_weather','description':'d','input_schema':{'type':'object',"
            + "'properties':{'city':{'type':'string'}}}}";
    private static final String HI = "{'role':'user','content':'Hi'}";
    private static final String ASKED = "{'role':'assistant','content':[{'type':'text','text':'Let me see.'},"
            + "{'type':'tool_use','id':'toolu_1','name':'get_weather','input':{'city':'Rome'}}]}";

    private static String body(String turns, String more) {
        return ("{'anthropic_version':'bedrock-2023-05-31','max_tokens':50,'messages':[" + turns + "]" + more + "}")
                .replace('\'', '"');
    }

    private static TextInvocation weather() {
        return Calls.parse(HAIKU, body(HI, ",'tools':[" + WEATHER + "]"));
    }

    private static Tools tools(String more) {
        return ((Prompt.Chat) Calls.parse(HAIKU, body(HI, more)).generation().prompt()).tools();
    }

    @Test
    void offersThem() {
        Tool tool = new Tool("get_weather", "d",
                "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
        String tools = ",'tools':[" + WEATHER + "],'tool_choice':{'type':";
        assertThat(tools(",'tools':[" + WEATHER + "]")).isEqualTo(new Tools(List.of(tool), new Tools.Choice.Auto()));
        assertThat(tools(tools + "'any'}").choice()).isEqualTo(new Tools.Choice.Any());
        assertThat(tools(tools + "'none'}").choice()).isEqualTo(new Tools.Choice.None());
        assertThat(tools(tools + "'tool','name':'get_weather'}").choice())
                .isEqualTo(new Tools.Choice.Named("get_weather"));
    }

    @Test
    void knowsTheToolsThatAnthropicDefines() {
        assertThat(tools(",'tools':[{'type':'bash_20250124','name':'bash'},{'type':'computer_20250124',"
                + "'name':'computer','display_width_px':800,'display_height_px':600},"
                + "{'type':'text_editor_20241022','name':'str_replace_editor'}]").offered())
                .extracting(Tool::name).containsExactly("bash", "computer", "str_replace_editor");
        assertThat(tools(",'tools':[{'type':'bash_20250124','name':'bash'}]").offered())
                .allSatisfy(
                        tool -> assertThat(Calls.json(tool.inputSchema()).path("type").asString()).isEqualTo("object"));
    }

    @Test
    void readsCallsAndResults() {
        TextInvocation call = Calls.parse(HAIKU, body(HI + "," + ASKED
                + ",{'role':'user','content':[{'type':'text','text':'Well?'},{'type':'tool_result',"
                + "'tool_use_id':'toolu_1','content':[{'type':'text','text':'21 degrees'}],'is_error':true}]}",
                ",'tools':[" + WEATHER + "]"));
        assertThat(((Prompt.Chat) call.generation().prompt()).messages()).containsExactly(
                new Message(Message.Role.USER, "Hi"),
                new Message(Message.Role.ASSISTANT, List.of(
                        new Part.Text("Let me see."),
                        new ToolCall("toolu_1", "get_weather", "{\"city\":\"Rome\"}"))),
                new Message(Message.Role.TOOL, List.of(new Part.ToolResult("toolu_1", "", "21 degrees", true))),
                new Message(Message.Role.USER, "Well?"));
        assertThat(call.spans()).contains(new TextSpan(TextSpan.Role.TOOL_RESULT, "21 degrees"));
        assertThat(call.withTexts(List.of("a", "b", "c", "d")).spans()).extracting(TextSpan::text)
                .containsExactly("a", "b", "c", "d");
    }

    /** Golden case 12. */
    @Test
    void answersWithCalls() {
        String body = ScriptedTurn.begin().say("Let me see.").call("call_1", "get_weather", "{\"city\": ", "\"Rome\"}")
                .body(weather());
        assertThat(body).contains("\"content\":[{\"type\":\"text\",\"text\":\"Let me see.\"},{\"type\":\"tool_use\","
                + "\"id\":\"toolu_bdrk_010000000000000000000000\",\"name\":\"get_weather\","
                + "\"input\":{\"city\":\"Rome\"}}],\"stop_reason\":\"tool_use\",\"stop_sequence\":null");
        assertThat(ScriptedTurn.begin().call("1", "now").body(weather()))
                .contains("\"content\":[{\"type\":\"tool_use\"", "\"input\":{}");
    }

    @Test
    void aCallThatWasCutOffIsNone() {
        String body = ScriptedTurn.begin().call("call_1", "get_weather", "{\"city\": \"Ro")
                .endedBy(StopReason.MAX_TOKENS)
                .body(weather());
        assertThat(body).contains("\"content\":[{\"type\":\"text\",\"text\":\"\"}]", "\"stop_reason\":\"max_tokens\"");
    }

    /** Golden case 33. */
    @Test
    void streamsCallsAsTheyCome() {
        List<Chunk> chunks = ScriptedTurn.begin().say("Let").call("c", "get_weather", "{\"city\":", "\"Rome\"}")
                .call("d", "now").stream(weather());
        assertThat(chunks.subList(1, chunks.size()).stream().map(chunk -> chunk.json().replace('"', '\'')))
                .containsExactly(
                        "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Let'}}",
                        "{'type':'content_block_stop','index':0}",
                        "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use',"
                                + "'id':'toolu_bdrk_010000000000000000000000','name':'get_weather','input':{}}}",
                        "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':''}}",
                        "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta',"
                                + "'partial_json':'{\\'city\\':'}}",
                        "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta',"
                                + "'partial_json':'\\'Rome\\'}'}}",
                        "{'type':'content_block_stop','index':1}",
                        "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use',"
                                + "'id':'toolu_bdrk_010000000000000000000000','name':'now','input':{}}}",
                        "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':''}}",
                        "{'type':'content_block_stop','index':2}",
                        "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},"
                                + "'usage':{'output_tokens':5}}",
                        "{'type':'message_stop'}");
    }

    @Test
    void oneCallAtMostWhenTheCallerSaysSo() {
        TextInvocation call = Calls.parse(HAIKU, body(HI, ",'tools':[" + WEATHER
                + "],'tool_choice':{'type':'auto','disable_parallel_tool_use':true}"));
        ScriptedTurn two = ScriptedTurn.begin().call("a", "get_weather", "{}").call("b", "get_weather", "{\"x\":1}");
        assertThat(Calls.json(two.body(call)).path("content")).hasSize(1);
        assertThat(two.stream(call)).extracting(Chunk::json).noneMatch(json -> json.contains("\"index\":1"))
                .noneMatch(json -> json.contains("\\\"x\\\""));
        assertThat(Calls.json(two.body(weather())).path("content")).hasSize(2);
    }

    static Stream<Arguments> wrong() {
        String result = "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_x','content':'a'}]}";
        String tools = ",'tools':[" + WEATHER + "]";
        return Stream.of(
                Arguments.of(HI + "," + ASKED + "," + result, tools,
                        "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_x. Each"
                                + " `tool_result` block must have a corresponding `tool_use` block in the previous message."),
                Arguments.of(HI + "," + ASKED + "," + HI, tools,
                        "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each"
                                + " `tool_use` block must have a corresponding `tool_result` block in the next message."),
                Arguments.of(HI + "," + ASKED, tools,
                        "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each"
                                + " `tool_use` block must have a corresponding `tool_result` block in the next message."),
                Arguments.of(HI + "," + ASKED + "," + result.replace("toolu_x", "toolu_1"), "",
                        "Requests which include `tool_use` or `tool_result` blocks must define tools"),
                Arguments.of(HI + "," + ASKED + "," + result.replace("toolu_x", "toolu_1") + "," + ASKED, tools,
                        "messages.3.content.1: `tool_use` ids must be unique"),
                Arguments.of(HI, ",'tools':[" + WEATHER + "," + WEATHER + "]", "tools: Tool names must be unique."),
                Arguments.of(HI, ",'tools':[" + WEATHER.replace("get_weather", "get weather") + "]",
                        "tools.0.name: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'"),
                Arguments.of(HI,
                        ",'tools':[" + WEATHER.replace("'type':'object','prop", "'prop").replace("'type':'object',", "")
                                + "]",
                        "tools.0.input_schema.type: Field required"),
                Arguments.of(HI, ",'tools':[{'name':'t','input_schema':{'type':'array'}}]",
                        "tools.0.input_schema.type: Input should be 'object'"),
                Arguments.of(HI, ",'tool_choice':{'type':'any'}",
                        "tool_choice may only be specified while providing tools"),
                Arguments.of(HI, tools + ",'tool_choice':{'type':'tool'}", "tool_choice.tool.name: Field required"),
                Arguments.of(HI, tools + ",'tool_choice':{'type':'tool','name':'x'}",
                        "Tool 'x' not found in provided tools"),
                Arguments.of(
                        HI + ",{'role':'assistant','content':[{'type':'tool_use','id':'a b','name':'t','input':{}}]}",
                        tools, "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"),
                Arguments.of(
                        HI + ",{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'t','input':'x'}]}",
                        tools, "messages.1.content.0.tool_use.input: Input should be a valid dictionary"),
                Arguments.of(HI + ",{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'t'}]}",
                        tools, "messages.1.content.0.tool_use.input: Field required"),
                Arguments.of("{'role':'user','content':[{'type':'tool_result','content':'a'}]}", tools,
                        "messages.0.content.0.tool_result.tool_use_id: Field required"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrong")
    void saysWhatIsWrong(String turns, String more, String message) {
        assertThat(Calls.refusal(HAIKU, body(turns, more))).isEqualTo(message);
    }

    @Test
    void toolsInConversesShapeBreakEveryBranch() {
        String forbids = "#: subject must not be valid against schema {\"required\":[\"messages\"]}";
        assertThat(Calls.refusal(HAIKU, body(HI, ",'tools':[{'name':'t','inputSchema':{'json':{}}}]")))
                .startsWith("Malformed input request: " + forbids
                        + "#/tools/0: required key [input_schema] not found"
                        + "#/tools/0: extraneous key [inputSchema] is not permitted#/tools/0: required key [type] not found")
                .contains("#/tools/0/name: t is not a valid enum value");
        assertThat(Calls.refusal(HAIKU, body(HI, ",'tools':[" + WEATHER + "],'tool_choice':{'type':'required'}")))
                .isEqualTo(Calls.malformed(forbids + "#/tool_choice/type: required is not a valid enum value"));
    }

    @Test
    void oldModelsHaveNone() {
        assertThat(Calls.refusal("anthropic.claude-v2:1", body(HI, ",'tools':[" + WEATHER + "]")))
                .isEqualTo("This model doesn't support tool use.");
    }

    /** A schema may well be recursive; it is handed on as it is. */
    @Test
    void recursiveSchemasAreHandedOn() {
        String schema = "{'type':'object','properties':{'next':{'$ref':'#'}}}";
        assertThat(tools(",'tools':[{'name':'t','input_schema':" + schema + "}]").offered().getFirst().inputSchema())
                .isEqualTo(schema.replace('\'', '"'));
    }
}
