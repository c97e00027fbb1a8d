package dev.outcrop.families.anthropic;

import java.util.List;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.outcrop.families.testing.Calls.malformed;
import static dev.outcrop.families.testing.Calls.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/** Claude's text completions. */
class CompletionsTest {
    private static final String CLAUDE_21 = "anthropic.claude-v2:1";
    private static final String HI = body("\\n\\nHuman: Hi\\n\\nAssistant:");

    private static String body(String prompt) {
        return "{\"prompt\":\"" + prompt + "\",\"max_tokens_to_sample\":50}";
    }

    /** Golden case 9. */
    @Test
    void answersWithACompletion() {
        assertThat(Calls.whole(CLAUDE_21, HI, ScriptedGeneration.of(9, "Hello", "!"))).isEqualTo(
                "{\"type\":\"completion\",\"completion\":\" Hello!\",\"stop_reason\":\"stop_sequence\","
                        + "\"stop\":\"\\n\\nHuman:\"}");
        assertThat(Calls.whole(CLAUDE_21, HI, ScriptedGeneration.of(9, "Hello").cutByLimit())).isEqualTo(
                "{\"type\":\"completion\",\"completion\":\" Hello\",\"stop_reason\":\"max_tokens\",\"stop\":null}");
        assertThat(Calls.whole(CLAUDE_21, HI, ScriptedGeneration.of(9, "Hello").stoppedBy("END"))).isEqualTo(
                "{\"type\":\"completion\",\"completion\":\" Hello\",\"stop_reason\":\"stop_sequence\","
                        + "\"stop\":\"END\"}");
    }

    @Test
    void streamsTextThenReason() {
        assertThat(Calls.streamed(CLAUDE_21, HI, ScriptedGeneration.of(9, "Here", "", " it"))).containsExactly(
                new Chunk("{\"type\":\"completion\",\"completion\":\" Here\",\"stop_reason\":null,\"stop\":null}",
                        Role.TEXT),
                new Chunk("{\"type\":\"completion\",\"completion\":\" it\",\"stop_reason\":null,\"stop\":null}",
                        Role.TEXT),
                new Chunk("{\"type\":\"completion\",\"completion\":\"\",\"stop_reason\":\"stop_sequence\","
                        + "\"stop\":\"\\n\\nHuman:\"}", Role.LAST));
    }

    @Test
    void asksTheEngineForTheDocumentedDefaults() {
        assertThat(Calls.parse(CLAUDE_21, HI).generation()).isEqualTo(new GenerationRequest(
                new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi"))),
                Sampling.of(1, 250, 1),
                50,
                List.of("\n\nHuman:")));
    }

    @Test
    void theTurnOfTheHumanAlwaysStops() {
        String body = HI.replace("}", ",\"stop_sequences\":[\"END\"]}");
        assertThat(Calls.parse(CLAUDE_21, body).generation().stopSequences()).contains("END", "\n\nHuman:");
    }

    @Test
    void readsSystemTextTurnsAndPrefill() {
        assertThat(Calls.parse(CLAUDE_21,
                body("Be brief.\\n\\nHuman: Hi\\n\\nAssistant: Hello\\n\\nHuman: Bye\\n\\nAssistant: Good"))
                .generation()
                .prompt()).isEqualTo(new Prompt.Chat(
                        List.of(
                                new Message(Message.Role.SYSTEM, "Be brief."),
                                new Message(Message.Role.USER, "Hi"),
                                new Message(Message.Role.ASSISTANT, "Hello"),
                                new Message(Message.Role.USER, "Bye"),
                                new Message(Message.Role.ASSISTANT, "Good"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Human: Hi\\n\\nAssistant:", "\\n\\nHuman: Hi Assistant:", "\\n\\nHuman: Hi\\nAssistant:"})
    void toleratesWhatLateBuildsOfTheServiceTolerate(String prompt) {
        assertThat(Calls.parse(CLAUDE_21, body(prompt)).generation().prompt())
                .isEqualTo(new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi"))));
    }

    /** Golden case 44: the newlines in the message are real ones. */
    @Test
    void wantsAHumanTurn() {
        assertThat(refusal(CLAUDE_21, "{\"prompt\":\"Hi\",\"max_tokens_to_sample\":5}")).isEqualTo(
                "prompt must start with \"\n\nHuman:\" turn after an optional system prompt");
        assertThat(refusal(CLAUDE_21, body("Talk as in\\nHuman: Hi\\n\\nAssistant:"))).isEqualTo(
                "prompt must start with \"\n\nHuman:\" turn after an optional system prompt");
    }

    @Test
    void wantsAnAssistantTurnAtTheEnd() {
        assertThat(refusal(CLAUDE_21, body("\\n\\nHuman: Hi"))).isEqualTo(
                "prompt must end with \"\n\nAssistant:\" turn");
        assertThat(refusal(CLAUDE_21, body("\\n\\nHuman: Hi\\n\\nAssistant: Hello\\n\\nHuman: Bye"))).isEqualTo(
                "prompt must end with \"\n\nAssistant:\" turn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{\"prompt\":\"\\n\\nHuman: a\\n\\nAssistant:\"}; #: required key [max_tokens_to_sample] not found",
            "{\"prompt\":\"\",\"max_tokens_to_sample\":5};    #/prompt: expected minLength: 1, actual: 0",
            "{\"prompt\":\"a\",\"max_tokens_to_sample\":-1};  #/max_tokens_to_sample: -1 is not greater or equal to 0",
            "{\"prompt\":\"a\",\"max_tokens_to_sample\":5,\"top_k\":501}; #/top_k: 501 is not less or equal to 500",
            "{\"prompt\":\"a\",\"max_tokens_to_sample\":5,\"max_tokens\":5}; #: extraneous key [max_tokens] is not permitted"})
    void refusesInTheServicesWords(String body, String details) {
        assertThat(refusal(CLAUDE_21, body)).isEqualTo(malformed(details));
    }

    @Test
    void saysWhatAGuardrailSays() {
        assertThat(Calls.utf8(Calls.parse(CLAUDE_21, HI).blockedBody("No."))).isEqualTo(
                "{\"type\":\"completion\",\"completion\":\"No.\",\"stop_reason\":null,\"stop\":null}");
        assertThat(Calls.blocked(CLAUDE_21, HI, "No.")).singleElement()
                .satisfies(chunk -> assertThat(chunk.json()).contains("\"completion\":\"No.\""))
                .satisfies(chunk -> assertThat(chunk.role()).isEqualTo(Role.LAST));
    }

    @Test
    void aCompletionOfAPrefillBeginsWhereItEnds() {
        String prefilled = body("\\n\\nHuman: Hi\\n\\nAssistant: {");
        assertThat(Calls.whole(CLAUDE_21, prefilled, ScriptedGeneration.of(9, "}"))).contains("\"completion\":\"}\"");
        assertThat(Calls.streamed(CLAUDE_21, prefilled, ScriptedGeneration.of(9, "}")).getFirst().json())
                .contains("\"completion\":\"}\"");
    }
}
