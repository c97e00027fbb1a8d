package dev.outcrop.families.mistral;

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

import static dev.outcrop.families.testing.Calls.malformed;
import static dev.outcrop.families.testing.Calls.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class MistralTextFamilyTest {
    private static final String MISTRAL_7B = "mistral.mistral-7b-instruct-v0:2";
    private static final String HI = "{\"prompt\":\"<s>[INST] Hi [/INST]\",\"max_tokens\":10}";

    /** Golden case 23. */
    @Test
    void answersWithOneOutput() {
        assertThat(Calls.whole(MISTRAL_7B, HI, ScriptedGeneration.of(9, " Hello", "!")))
                .isEqualTo("{\"outputs\":[{\"text\":\" Hello!\",\"stop_reason\":\"stop\"}]}");
        assertThat(Calls.whole(MISTRAL_7B, HI, ScriptedGeneration.of(9, " Hello").cutByLimit()))
                .isEqualTo("{\"outputs\":[{\"text\":\" Hello\",\"stop_reason\":\"length\"}]}");
        assertThat(Calls.whole(MISTRAL_7B, HI, ScriptedGeneration.of(9, " Hello").stoppedBy("x")))
                .isEqualTo("{\"outputs\":[{\"text\":\" Hello\",\"stop_reason\":\"stop\"}]}");
    }

    @Test
    void streamsTextThenReason() {
        List<Chunk> chunks = Calls.streamed(MISTRAL_7B, HI,
                ScriptedGeneration.of(9, " To", "", " convert").cutByLimit());
        assertThat(chunks.getFirst())
                .isEqualTo(new Chunk("{\"outputs\":[{\"text\":\" To\",\"stop_reason\":null}]}", Role.TEXT));
        assertThat(chunks.getLast().json()).contains("\"stop_reason\":\"length\"");
        assertThat(chunks).extracting(Chunk::role).endsWith(Role.TEXT, Role.LAST);
        assertThat(chunks.stream().map(chunk -> Calls.json(chunk.json()).at("/outputs/0/text").asString()))
                .as("text of the chunks").containsSubsequence(" To", " convert");
    }

    @Test
    void saysWhatAGuardrailSays() {
        String blocked = "{\"outputs\":[{\"text\":\"No.\",\"stop_reason\":\"stop\"}]}";
        assertThat(Calls.utf8(Calls.parse(MISTRAL_7B, HI).blockedBody("No."))).isEqualTo(blocked);
        assertThat(Calls.blocked(MISTRAL_7B, HI, "No.")).containsExactly(new Chunk(blocked, Role.LAST));
    }

    @ParameterizedTest
    @CsvSource({
            "mistral.mistral-7b-instruct-v0:2, 512, 0.5, 0.9, 50, 8192",
            "mistral.mixtral-8x7b-instruct-v0:1, 512, 0.5, 0.9, 50, 4096",
            "mistral.mistral-small-2402-v1:0, 8192, 0.7, 1, 0, 8192"})
    void defaultsDependOnTheModel(String modelId, int tokens, double temperature, double topP, int topK, int most) {
        assertThat(Calls.parse(modelId, "{\"prompt\":\"a\"}").generation()).isEqualTo(new GenerationRequest(
                new Prompt.Verbatim("a"), Sampling.of(temperature, topK, topP), tokens, List.of()));
        assertThat(refusal(modelId, "{\"prompt\":\"a\",\"max_tokens\":" + (most + 1) + "}")).isEqualTo(
                malformed("#/max_tokens: " + (most + 1) + " is not less or equal to " + most));
    }

    @Test
    void readsItsTemplate() {
        assertThat(Calls.parse(MISTRAL_7B, HI).generation().prompt()).isEqualTo(new Prompt.Templated(
                "<s>[INST] Hi [/INST]",
                List.of("<s>"),
                new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{};                                #: required key [prompt] not found",
            "{\"prompt\":\"a\",\"top_k\":0};    #/top_k: 0 is not greater or equal to 1",
            "{\"prompt\":\"a\",\"top_k\":201};  #/top_k: 201 is not less or equal to 200",
            "{\"prompt\":\"a\",\"stop\":[1]};   #/stop/0: expected type: String, found: Integer",
            "{\"prompt\":\"a\",\"stop\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}; #/stop: expected maximum item count: 10, found: 11",
            "{\"prompt\":\"a\",\"seed\":1};     #: extraneous key [seed] is not permitted"})
    void refusesInTheServicesWords(String body, String details) {
        assertThat(refusal(MISTRAL_7B, body)).isEqualTo(malformed(details));
    }
}
