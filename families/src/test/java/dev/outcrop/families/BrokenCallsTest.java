package dev.outcrop.families;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.families.testing.ScriptedTurn;
import dev.outcrop.inference.StopReason;
import dev.outcrop.wire.error.ModelErrorException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Calls that were cut off or went wrong never look like calls that can be made. */
class BrokenCallsTest {
    private static final String CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String NOVA = "amazon.nova-lite-v1:0";
    private static final String COMMAND_R = "cohere.command-r-v1:0";
    private static final String PARTIAL = "{\"city\": \"Par";

    private static TextInvocation asked(String modelId) {
        return Calls.call(modelId, switch (modelId) {
            case CLAUDE ->
                "{'anthropic_version':'bedrock-2023-05-31','max_tokens':9,'messages':[{'role':'user','content':"
                        + "'Hi'}],'tools':[{'name':'sky','input_schema':{'type':'object'}}]}";
            case NOVA -> "{'messages':[{'role':'user','content':[{'text':'Hi'}]}],'toolConfig':{'tools':[{'toolSpec':"
                    + "{'name':'sky','inputSchema':{'json':{}}}}]}}";
            case COMMAND_R -> "{'message':'Hi','tools':[{'name':'sky','description':'d'}]}";
            default -> "{'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function','function':"
                    + "{'name':'sky'}}]}";
        });
    }

    private static String stream(ScriptedTurn turn, TextInvocation call) {
        return String.join("\n", turn.stream(call).stream().map(Chunk::json).toList());
    }

    static Stream<Arguments> cutOff() {
        return Stream.of(CLAUDE, NOVA, COMMAND_R)
                .flatMap(model -> Stream.of(StopReason.MAX_TOKENS, StopReason.CONTEXT_FULL)
                        .flatMap(reason -> Stream.of(PARTIAL, "").map(input -> Arguments.of(model, reason, input))));
    }

    @ParameterizedTest
    @MethodSource("cutOff")
    void aCallThatWasCutOffIsLeftOut(String modelId, StopReason reason, String input) {
        ScriptedTurn turn = ScriptedTurn.begin().call("a", "sky", "{\"n\":1}").call("b", "sea", input).endedBy(reason);
        String body = turn.body(asked(modelId));
        assertThat(body).contains("\"sky\"", "{\"n\":1}").doesNotContain("sea", "Par")
                .containsIgnoringCase("max_tokens");
        String stream = stream(turn, asked(modelId));
        assertThat(stream).contains("sky").containsIgnoringCase("max_tokens");
        if (!modelId.equals(CLAUDE) || input.isEmpty()) {
            // Claude's stream has sent the arguments as they came; they are no JSON, and the reason says why.
            assertThat(stream).doesNotContain("sea");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CLAUDE, NOVA, COMMAND_R})
    void anAnswerOfNothingElseIsAnAnswerOfNothing(String modelId) {
        String body = ScriptedTurn.begin().call("b", "sea", PARTIAL).endedBy(StopReason.MAX_TOKENS)
                .body(asked(modelId));
        assertThat(body).contains("\"text\":\"\"").doesNotContain("sea");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(CLAUDE, NOVA, COMMAND_R)
                .flatMap(model -> Stream.of(PARTIAL, "[1]", "{} {}", "Paris").map(input -> Arguments.of(model, input)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aCallThatTheModelGotWrongIsTheModelsError(String modelId, String input) {
        ScriptedTurn turn = ScriptedTurn.begin().call("a", "sky", input);
        assertThatExceptionOfType(ModelErrorException.class).isThrownBy(() -> turn.body(asked(modelId)))
                .withMessage(
                        "The model asked for a tool with arguments that are not a JSON object. Try your request again.");
        assertThatExceptionOfType(ModelErrorException.class).isThrownBy(() -> turn.stream(asked(modelId)));
    }

    @ParameterizedTest
    @ValueSource(strings = {CLAUDE, NOVA, COMMAND_R})
    void aCallWithoutArgumentsIsWhole(String modelId) {
        ScriptedTurn turn = ScriptedTurn.begin().call("a", "sky").call("b", "sea");
        assertThat(turn.body(asked(modelId))).contains("sky", "sea", "{}");
        assertThat(stream(turn, asked(modelId))).contains("sky", "sea", "{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0", "mistral.mistral-large-2402-v1:0",
            "ai21.jamba-1-5-mini-v1:0", "writer.palmyra-x5-v1:0"})
    void argumentsThatAreTextAreHandedOnAsTheyAre(String modelId) {
        for (StopReason reason : List.of(StopReason.MAX_TOKENS, StopReason.TOOL_CALLS)) {
            ScriptedTurn turn = ScriptedTurn.begin().call("a", "sky", PARTIAL).endedBy(reason);
            String written = PARTIAL.replace("\"", "\\\"");
            assertThat(turn.body(asked(modelId))).contains(written);
            assertThat(stream(turn, asked(modelId))).contains(written);
        }
        ScriptedTurn unwritten = ScriptedTurn.begin().call("a", "sky").endedBy(StopReason.MAX_TOKENS);
        assertThat(unwritten.body(asked(modelId))).contains("\"arguments\":\"\"");
        assertThat(stream(unwritten, asked(modelId))).contains("\"arguments\":\"\"");
    }
}
