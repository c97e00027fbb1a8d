package dev.outcrop.families.anthropic;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.families.testing.ScriptedTurn;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Thoughts in the Messages format. Single quotes stand for double ones. */
class ThinkingTest {
    private static final String SONNET = "anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String HI = "{'role':'user','content':'Hi'}";
    private static final String ENABLED = ",'thinking':{'type':'enabled','budget_tokens':1024}";

    /** Base64 of the SHA-256 of "ab". */
    private static final String SIGNATURE = "+44g/C5MPySMYMOb1lLzwTRymLuXe4tNWQO4UFViBgM=";

    private static String body(String turns, String more) {
        return ("{'anthropic_version':'bedrock-2023-05-31','max_tokens':2048,'messages':[" + turns + "]" + more + "}")
                .replace('\'', '"');
    }

    @Test
    void asksForIt() {
        assertThat(Calls.parse(SONNET, body(HI, ENABLED)).generation().reasoning())
                .isEqualTo(new Reasoning(Reasoning.Mode.APART, 1_024));
        assertThat(Calls.parse(SONNET, body(HI, "")).generation().reasoning()).isEqualTo(Reasoning.OFF);
        assertThat(Calls.parse(SONNET, body(HI, ",'thinking':{'type':'disabled'}")).generation().reasoning())
                .isEqualTo(Reasoning.OFF);
        assertThat(Calls.parse("anthropic.claude-opus-4-6-v1", body(HI, ",'thinking':{'type':'adaptive'}"))
                .generation().reasoning()).isEqualTo(Reasoning.APART);
    }

    @Test
    void writesThoughtsBeforeTheText() {
        assertThat(ScriptedTurn.begin().think("a", "b").say("Hello").body(Calls.parse(SONNET, body(HI, ENABLED))))
                .contains("\"content\":[{\"type\":\"thinking\",\"thinking\":\"ab\",\"signature\":\"" + SIGNATURE
                        + "\"},{\"type\":\"text\",\"text\":\"Hello\"}]");
    }

    /** Golden case 34. */
    @Test
    void streamsThoughtsThenTheirSignatureThenText() {
        List<Chunk> chunks = ScriptedTurn.begin().think("a", "b").say("Hello")
                .stream(Calls.parse(SONNET, body(HI, ENABLED)));
        assertThat(chunks.subList(1, chunks.size() - 2).stream().map(chunk -> chunk.json().replace('"', '\'')))
                .containsExactly(
                        "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'',"
                                + "'signature':''}}",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'a'}}",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'b'}}",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'"
                                + SIGNATURE + "'}}",
                        "{'type':'content_block_stop','index':0}",
                        "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
                        "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'Hello'}}",
                        "{'type':'content_block_stop','index':1}");
    }

    @Test
    void readsThoughtsOfEarlierTurns() {
        String turns = HI + ",{'role':'assistant','content':[{'type':'thinking','thinking':'ab','signature':'x'},"
                + "{'type':'redacted_thinking','data':'y'},{'type':'text','text':'Hello'}]}," + HI;
        assertThat(((Prompt.Chat) Calls.parse(SONNET, body(turns, ENABLED)).generation().prompt()).messages().get(1))
                .isEqualTo(new Message(Message.Role.ASSISTANT,
                        List.of(new Part.Reasoning("ab"), new Part.Text("Hello"))));
    }

    static Stream<Arguments> wrong() {
        String consult = " Please consult our documentation at"
                + " https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking";
        String tool = ",'tools':[{'name':'t','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'}";
        return Stream.of(
                Arguments.of(",'thinking':{'type':'enabled','budget_tokens':1023}",
                        "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"),
                Arguments.of(",'thinking':{'type':'enabled'}", "thinking.enabled.budget_tokens: Field required"),
                Arguments.of(",'thinking':{'type':'enabled','budget_tokens':2048}",
                        "`max_tokens` must be greater than `thinking.budget_tokens`." + consult
                                + "#max-tokens-and-context-window-size"),
                Arguments.of(ENABLED + ",'temperature':0.5",
                        "`temperature` may only be set to 1 when thinking is enabled." + consult
                                + "#important-considerations-when-using-extended-thinking"),
                Arguments.of(ENABLED + ",'top_k':5", "`top_k` must be unset when thinking is enabled." + consult
                        + "#important-considerations-when-using-extended-thinking"),
                Arguments.of(ENABLED + tool, "Thinking may not be enabled when tool_choice forces tool use."),
                Arguments.of(",'thinking':{'type':'adaptive'}", "adaptive thinking is not supported on this model"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void saysWhatIsWrong(String more, String message) {
        assertThat(Calls.refusal(SONNET, body(HI, more))).isEqualTo(message);
    }

    @Test
    void modelsThatDoNotThinkDoNotKnowTheField() {
        assertThat(Calls.refusal("anthropic.claude-3-haiku-20240307-v1:0", body(HI, ENABLED)))
                .isEqualTo("thinking: Extra inputs are not permitted");
    }

    @Test
    void aPrefillMustBeginWithThoughts() {
        assertThat(Calls.refusal(SONNET, body(HI + ",{'role':'assistant','content':'{'}", ENABLED))).startsWith(
                "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`. When `thinking`"
                        + " is enabled, a final `assistant` message must start with a thinking block");
        String call = HI + ",{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'t','input':{}}]},"
                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':'b'}]}";
        assertThat(Calls.refusal(SONNET,
                body(call, ENABLED + ",'tools':[{'name':'t','input_schema':{'type':'object'}}]"))).startsWith(
                        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.");
    }
}
