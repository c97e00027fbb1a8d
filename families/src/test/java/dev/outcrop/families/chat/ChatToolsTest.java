package dev.outcrop.families.chat;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.families.testing.ScriptedTurn;
import dev.outcrop.inference.AnswerShape;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tools, shapes and thoughts of bodies in OpenAI's shape. Single quotes stand for double ones. */
class ChatToolsTest {
    private static final String QWEN = "qwen.qwen3-32b-v1:0";
    private static final String GPT_OSS = "openai.gpt-oss-20b-1:0";
    private static final String HI = "{'role':'user','content':'Hi'}";
    private static final String WEATHER = "{'type':'function','function':{'name':'get_weather','description':'d',"
            + "'parameters':{'type':'object'}}}";
    private static final String OFFER = ",'tools':[" + WEATHER + "]";
    private static final String CALLED = "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',"
            + "'function':{'name':'get_weather','arguments':'{\\\"city\\\":\\\"Rome\\\"}'}}]}";

    private static String body(String turns, String more) {
        return ("{'messages':[" + turns + "]" + more + "}").replace('\'', '"');
    }

    private static TextInvocation call(String modelId, String more) {
        return Calls.parse(modelId, body(HI, more));
    }

    private static Tools tools(String modelId, String more) {
        return ((Prompt.Chat) call(modelId, more).generation().prompt()).tools();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            QWEN, GPT_OSS, "mistral.mistral-large-2402-v1:0", "ai21.jamba-1-5-mini-v1:0", "writer.palmyra-x5-v1:0",
            "deepseek.v3.2", "my-model"})
    void offersThemInEveryFormat(String modelId) {
        Tool tool = new Tool("get_weather", "d", "{\"type\":\"object\"}");
        assertThat(tools(modelId, OFFER)).isEqualTo(new Tools(List.of(tool), new Tools.Choice.Auto()));
        assertThat(tools(modelId, OFFER + ",'tool_choice':'none'").choice()).isEqualTo(new Tools.Choice.None());
        assertThat(tools(modelId, OFFER + ",'tool_choice':'any'").choice()).isEqualTo(new Tools.Choice.Any());
        assertThat(tools(modelId, OFFER + ",'tool_choice':'required'").choice()).isEqualTo(new Tools.Choice.Any());
        assertThat(tools(modelId, OFFER + ",'tool_choice':{'type':'function','function':{'name':'get_weather'}}")
                .choice()).isEqualTo(new Tools.Choice.Named("get_weather"));
        String turns = HI + "," + CALLED
                + ",{'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'21'}]}";
        assertThat(((Prompt.Chat) Calls.parse(modelId, body(turns, OFFER)).generation().prompt()).messages())
                .containsExactly(
                        new Message(Message.Role.USER, "Hi"),
                        new Message(Message.Role.ASSISTANT,
                                List.of(new ToolCall("c1", "get_weather", "{\"city\":\"Rome\"}"))),
                        new Message(Message.Role.TOOL,
                                List.of(new Part.ToolResult("c1", "get_weather", "21", false))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qwen.qwen3-32b-v1:0             | {'finish_reason':'tool_calls','index':0,'message':{'content':null,'role':'assistant','tool_calls':[CALL]}}
            openai.gpt-oss-20b-1:0          | {'finish_reason':'tool_calls','index':0,'message':{'content':null,'role':'assistant','tool_calls':[CALL]}}
            my-model                        | {'index':0,'message':{'role':'assistant','content':null,'tool_calls':[CALL]},'finish_reason':'tool_calls'}
            writer.palmyra-x5-v1:0          | {'index':0,'message':{'role':'assistant','content':null,'reasoning_content':null,'tool_calls':[CALL]},'logprobs':null,'finish_reason':'tool_calls','stop_reason':null}
            ai21.jamba-1-5-mini-v1:0        | {'index':0,'message':{'role':'assistant','content':'','tool_calls':[CALL]},'finish_reason':'tool_calls'}
            mistral.mistral-large-2402-v1:0 | {'index':0,'message':{'role':'assistant','content':'','tool_calls':[{'id':'c1','function':{'name':'get_weather','arguments':'{\\'city\\': 1}'}}]},'stop_reason':'tool_calls'}
            """)
    void answersWithCalls(String modelId, String choice) {
        String called = "{'id':'c1','type':'function','function':{'name':'get_weather','arguments':'{\\'city\\': 1}'}}";
        assertThat(ScriptedTurn.begin().call("c1", "get_weather", "{\"city\": ", "1}").body(call(modelId, OFFER))
                .replace('"', '\'')).contains("'choices':[" + choice.replace("CALL", called) + "]");
    }

    private static List<String> deltas(String modelId, String more, ScriptedTurn turn) {
        return turn.stream(call(modelId, more)).stream().map(Chunk::json).filter(json -> json.startsWith("{"))
                .map(json -> Calls.json(json).path("choices").path(0))
                .map(choice -> choice.path(choice.has("delta") ? "delta" : "message") + " "
                        + choice.path("finish_reason").asString(""))
                .map(text -> text.replace('"', '\''))
                .toList();
    }

    @Test
    void streamsCallsPieceByPiece() {
        ScriptedTurn turn = ScriptedTurn.begin().say("Well").call("c1", "get_weather", "{\"a\":", "1}").call("c2",
                "now");
        String begin = "{'tool_calls':[{'index':0,'id':'c1','type':'function','function':{'name':'get_weather',"
                + "'arguments':''}}]} ";
        String first = "{'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\':'}}]} ";
        String second = "{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]} ";
        String other = "{'tool_calls':[{'index':1,'id':'c2','type':'function','function':{'name':'now','arguments':''}}]} ";
        assertThat(deltas(QWEN, OFFER, turn)).containsExactly("{'content':'','role':'assistant'} ",
                "{'content':'Well'} ", begin, first, second, other, "{} tool_calls");
        assertThat(deltas(GPT_OSS, OFFER, turn)).containsExactly(
                "{'content':'Well'} ", begin, first, second, other, "{} tool_calls");
        assertThat(deltas("my-model", OFFER, turn)).containsExactly("{'role':'assistant','content':''} ",
                "{'content':'Well'} ", begin, first, second, other, "{} tool_calls");
        assertThat(deltas("ai21.jamba-1-5-mini-v1:0", OFFER, turn)).containsExactly("{'role':'assistant'} ",
                "{'content':'Well'} ", begin, first, second, other, "{'content':''} tool_calls");
        assertThat(deltas("mistral.mistral-large-2402-v1:0", OFFER, turn)).containsExactly(
                "{'role':'assistant','content':'Well'} ",
                "{'role':'assistant','content':'','tool_calls':[{'id':'c1','function':{'name':'get_weather','arguments':"
                        + "'{\\'a\\':1}'}},{'id':'c2','function':{'name':'now','arguments':'{}'}}]} ");
    }

    @Test
    void oneCallAtMostWhenTheCallerSaysSo() {
        ScriptedTurn two = ScriptedTurn.begin().call("c1", "a", "{}").call("c2", "b", "{}");
        assertThat(two.body(call(QWEN, OFFER + ",'parallel_tool_calls':false"))).contains("c1").doesNotContain("c2");
        assertThat(two.body(call(QWEN, OFFER))).contains("c1", "c2");
    }

    @Test
    void holdsAnswersToAShape() {
        assertThat(call(QWEN, "").generation().shape()).isEqualTo(AnswerShape.TEXT);
        assertThat(call(QWEN, ",'response_format':{'type':'json_object'}").generation().shape())
                .isEqualTo(AnswerShape.JSON);
        AnswerShape schema = new AnswerShape.Schema("{\"type\":\"array\"}");
        assertThat(call(GPT_OSS, ",'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':"
                + "{'type':'array'}}}").generation().shape()).isEqualTo(schema);
        assertThat(call("my-model", ",'structured_outputs':{'json':{'type':'array'}}").generation().shape())
                .isEqualTo(schema);
    }

    @Test
    void gptOssThinksInTags() {
        assertThat(call(GPT_OSS, "").generation().reasoning()).isEqualTo(new Reasoning(Reasoning.Mode.MEDIUM, 0));
        assertThat(call(GPT_OSS, ",'reasoning_effort':'high'").generation().reasoning())
                .isEqualTo(new Reasoning(Reasoning.Mode.HIGH, 0));
        ScriptedTurn turn = ScriptedTurn.begin().think("a", "b").say("Yes", "!");
        assertThat(turn.body(call(GPT_OSS, ""))).contains("\"content\":\"<reasoning>ab</reasoning>Yes!\"");
        assertThat(deltas(GPT_OSS, "", turn)).containsExactly("{'content':'<reasoning>a'} ", "{'content':'b'} ",
                "{'content':'</reasoning>'} ", "{'content':'Yes'} ", "{'content':'!'} ", "{} stop");
        assertThat(((Prompt.Chat) Calls.parse(GPT_OSS, body(HI
                + ",{'role':'assistant','content':'<reasoning>ab</reasoning>Yes!'}," + HI, "")).generation().prompt())
                .messages().get(1).parts()).containsExactly(new Part.Reasoning("ab"), new Part.Text("Yes!"));
    }

    @Test
    void openWeightModelsThinkApartWhenAskedTo() {
        assertThat(call(QWEN, "").generation().reasoning()).isEqualTo(Reasoning.INLINE);
        assertThat(call(QWEN, ",'chat_template_kwargs':{'enable_thinking':false}").generation().reasoning())
                .isEqualTo(Reasoning.OFF);
        String low = ",'reasoning_effort':'low'";
        assertThat(call(QWEN, low).generation().reasoning()).isEqualTo(new Reasoning(Reasoning.Mode.LOW, 0));
        ScriptedTurn turn = ScriptedTurn.begin().think("a").say("Yes");
        assertThat(turn.body(call(QWEN, low))).contains("\"content\":\"Yes\",\"reasoning_content\":\"a\"");
        assertThat(deltas(QWEN, low, turn)).containsExactly("{'content':'','role':'assistant'} ",
                "{'reasoning_content':'a'} ", "{'content':'Yes'} stop");
        assertThat(deltas("my-model", low, turn)).contains("{'reasoning_content':'a'} ");
    }

    static Stream<Arguments> wrong() {
        String malformed = "Malformed input request: %s, please reformat your input and try again.";
        return Stream.of(
                Arguments.of(HI, ",'tool_choice':'required'", "Invalid value for 'tool_choice': 'tool_choice' is only"
                        + " allowed when 'tools' are specified."),
                Arguments.of(HI, OFFER + ",'tool_choice':{'function':{'name':'x'}}",
                        "Tool choice 'x' not found in 'tools' parameter."),
                Arguments.of(HI, ",'tools':[" + WEATHER + "," + WEATHER + "]",
                        "Invalid 'tools': the function name 'get_weather' is used more than once."),
                Arguments.of(HI, ",'tools':[{'function':{'name':'a b'}}]",
                        "Invalid 'tools': the function name 'a b' does"
                                + " not match the pattern '^[a-zA-Z0-9_-]{1,64}$'."),
                Arguments.of(HI, ",'tools':[{'function':{'name':'a','parameters':{'type':'string'}}}]",
                        "Invalid schema for function 'a': schema must be a JSON Schema of 'type: \"object\"', got 'type:"
                                + " \"string\"'."),
                Arguments.of(HI, ",'tools':[{'function':{'name':'a','parameters':'x'}}]", malformed.formatted(
                        "#/tools/0/function/parameters: expected type: JSONObject, found: String")),
                Arguments.of(HI, ",'tools':[{'type':'function'}]",
                        malformed.formatted("#/tools/0: required key [function] not found")),
                Arguments.of(HI + ",{'role':'tool','tool_call_id':'x','content':'a'}", OFFER,
                        "messages.1: messages with role 'tool' must be a response to a preceding message with"
                                + " 'tool_calls'."),
                Arguments.of(
                        HI + ",{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'b','arguments':'['}}]}",
                        OFFER, "messages.1.tool_calls.0.function.arguments: Input should be a JSON object as a string"),
                Arguments.of(HI + ",{'role':'assistant','tool_calls':[{'function':{'name':'b','arguments':'{}'}}]}",
                        OFFER,
                        malformed.formatted("#/messages/1/tool_calls/0: required key [id] not found")),
                Arguments.of(HI + ",{'role':'assistant'}", "", "messages.1.content: Input should be a valid string"),
                Arguments.of(HI, ",'response_format':{'type':'xml'}",
                        malformed.formatted("#/response_format/type: xml is not a valid enum value")),
                Arguments.of(HI, ",'reasoning_effort':'utmost'",
                        malformed.formatted("#/reasoning_effort: utmost is not a valid enum value")),
                Arguments.of("{'role':'user','content':[{'type':'audio'}]}", "",
                        "This model doesn't support content of type"
                                + " audio in this version of Outcrop. Try again with text."));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrong")
    void saysWhatIsWrong(String turns, String more, String message) {
        assertThat(Calls.refusal(QWEN, body(turns, more))).isEqualTo(message);
    }

    @Test
    void completionsHaveNoTools() {
        assertThat(Calls.refusal("deepseek.r1-v1:0", ("{'prompt':'a'" + OFFER + "}").replace('\'', '"')))
                .isEqualTo("This model doesn't support tool use.");
    }
}
