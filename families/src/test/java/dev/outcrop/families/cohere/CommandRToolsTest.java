package dev.outcrop.families.cohere;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.families.testing.ScriptedTurn;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Command R's tools. Single quotes stand for double ones. */
class CommandRToolsTest {
    private static final String MODEL = "cohere.command-r-v1:0";
    private static final String SALES = "{'name':'sales','description':'d','parameter_definitions':{'day':"
            + "{'type':'str','description':'which','required':true},'ids':{'type':'List[int]'},'x':{'type':'Thing'}}}";
    private static final String OFFER = ",'tools':[" + SALES + "]";
    private static final String RESULT = "{'call':{'name':'sales','parameters':{'day':'1'}},'outputs':[{'sum':'5 by Ann'}]}";

    private static TextInvocation call(String message, String more) {
        return Calls.parse(MODEL, ("{'message':'" + message + "'" + more + "}").replace('\'', '"'));
    }

    private static Prompt.Chat chat(TextInvocation call) {
        return (Prompt.Chat) call.generation().prompt();
    }

    @Test
    void parametersBecomeASchema() {
        assertThat(chat(call("Hi", OFFER)).tools()).isEqualTo(new Tools(
                List.of(new Tool("sales", "d", ("{'type':'object','properties':{'day':{'type':'string','description':"
                        + "'which'},'ids':{'type':'array','items':{'type':'integer'}},'x':{}},'required':['day']}")
                        .replace('\'', '"'))),
                new Tools.Choice.Auto()));
    }

    @Test
    void resultsFollowTheirCalls() {
        assertThat(chat(call("Hi", OFFER + ",'tool_results':[" + RESULT + "],'force_single_step':true")).messages())
                .containsExactly(
                        new Message(Message.Role.USER, "Hi"),
                        new Message(Message.Role.ASSISTANT,
                                List.of(new ToolCall("call_1_0", "sales", "{\"day\":\"1\"}"))),
                        new Message(Message.Role.TOOL, List.of(
                                new Part.ToolResult("call_1_0", "sales", "[{\"sum\":\"5 by Ann\"}]", false))));
    }

    @Test
    void severalStepsStandInTheHistory() {
        String history = ",'chat_history':[{'role':'USER','message':'Hi'},{'role':'CHATBOT','message':'I look.',"
                + "'tool_calls':[{'name':'sales','parameters':{}}]}]";
        assertThat(chat(call("", OFFER + history + ",'tool_results':[" + RESULT + "]")).messages()).containsExactly(
                new Message(Message.Role.USER, "Hi"),
                new Message(Message.Role.ASSISTANT,
                        List.of(new Part.Text("I look."), new ToolCall("call_1_0", "sales", "{}"))),
                new Message(Message.Role.TOOL, List.of(
                        new Part.ToolResult("call_1_0", "sales", "[{\"sum\":\"5 by Ann\"}]", false))));
    }

    @Test
    void answersWithCalls() {
        ScriptedTurn turn = ScriptedTurn.begin().say("I look.").call("c", "sales", "{\"day\": ", "\"1\"}");
        String calls = "'tool_calls':[{'name':'sales','parameters':{'day':'1'}}]";
        assertThat(turn.body(call("Hi", OFFER)).replace('"', '\''))
                .endsWith("'chat_history':[{'role':'USER','message':'Hi'},"
                        + "{'role':'CHATBOT','message':'I look.'," + calls + "}],'finish_reason':'COMPLETE'," + calls
                        + "}");
        List<Chunk> chunks = turn.stream(call("Hi", OFFER));
        assertThat(chunks).extracting(chunk -> Calls.json(chunk.json()).path("event_type").asString()).containsExactly(
                "stream-start", "text-generation", "tool-calls-generation", "stream-end");
        assertThat(chunks.get(2).json().replace('"', '\''))
                .isEqualTo("{'event_type':'tool-calls-generation'," + calls + ",'is_finished':false}");
    }

    @Test
    void whatWasMaskedInAResultIsNotRepeated() {
        TextInvocation call = call("Hi", OFFER + ",'tool_results':[" + RESULT + "]");
        assertThat(call.spans()).hasSize(2);
        String body = ScriptedTurn.begin().say("Five.")
                .body(call.withTexts(List.of("Hi", "[{\"sum\":\"5 by {NAME}\"}]")));
        assertThat(body).contains("\"outputs\":[{\"sum\":\"5 by {NAME}\"}]").doesNotContain("Ann");
        assertThat(ScriptedTurn.begin().say("Five.").body(call.withTexts(List.of("Hi", "[{{NAME}"))))
                .contains("\"outputs\":[{\"text\":\"[{{NAME}\"}]").doesNotContain("Ann");
        assertThat(ScriptedTurn.begin().say("Five.").body(call)).contains("5 by Ann");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("{'message':'a','tool_results':[" + RESULT + "]}",
                        "invalid request: cannot specify tool_results without tools"),
                Arguments.of("{'message':'a','tools':[" + SALES + "," + SALES + "]}",
                        "invalid request: tool names must be unique, sales is not"),
                Arguments.of("{'message':'a','tools':[{'name':'a b','description':'d'}]}",
                        "invalid request: tool names can only contain certain characters (A-Za-z0-9_) and can't begin with a"
                                + " digit"),
                Arguments.of("{'message':'a','tools':[{'name':'t'}]}",
                        Calls.malformed("#/tools/0: required key [description] not found")),
                Arguments.of("{'message':''}", Calls.malformed("#/message: expected minLength: 1, actual: 0")),
                Arguments.of(
                        "{'message':'a','tools':[{'name':'t','description':'d','parameter_definitions':{'p':{}}}]}",
                        Calls.malformed("#/tools/0/parameter_definitions/p: required key [type] not found")),
                Arguments.of("{'message':'a'" + OFFER + ",'tool_results':[{'outputs':[]}]}",
                        Calls.malformed("#/tool_results/0: required key [call] not found")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void saysWhatIsWrong(String body, String message) {
        assertThat(Calls.refusal(MODEL, body.replace('\'', '"'))).isEqualTo(message);
    }
}
