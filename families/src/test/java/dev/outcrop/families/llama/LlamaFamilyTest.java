package dev.outcrop.families.llama;

import java.util.List;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.outcrop.families.testing.Calls.malformed;
import static dev.outcrop.families.testing.Calls.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class LlamaFamilyTest {
    private static final String LLAMA_3 = "meta.llama3-8b-instruct-v1:0";
    private static final String HI = "{\"prompt\":\"Hi\",\"max_gen_len\":10}";

    /** Golden case 22. */
    @Test
    void answersWithCountsAndReason() {
        assertThat(Calls.parse(LLAMA_3, HI).generation().maxTokens()).isEqualTo(10);
        assertThat(Calls.whole(LLAMA_3, HI, ScriptedGeneration.of(10, " there", "!"))).isEqualTo(
                "{\"generation\":\" there!\",\"prompt_token_count\":10,\"generation_token_count\":2,"
                        + "\"stop_reason\":\"stop\"}");
        assertThat(Calls.whole(LLAMA_3, HI, ScriptedGeneration.of(10, "a").cutByLimit()))
                .endsWith("\"stop_reason\":\"length\"}");
        assertThat(Calls.whole(LLAMA_3, HI, ScriptedGeneration.of(10, "a").cutByContext()))
                .endsWith("\"stop_reason\":\"length\"}");
    }

    /** Golden case 36: one chunk per token, also for a token whose text is held back. */
    @Test
    void streamsOneChunkPerToken() {
        assertThat(Calls.streamed(LLAMA_3, HI, ScriptedGeneration.of(10, "\n", "", "é"))).containsExactly(
                new Chunk("{\"generation\":\"\\n\",\"prompt_token_count\":10,\"generation_token_count\":1,"
                        + "\"stop_reason\":null}", Role.TEXT),
                new Chunk("{\"generation\":\"\",\"prompt_token_count\":null,\"generation_token_count\":2,"
                        + "\"stop_reason\":null}", Role.TEXT),
                new Chunk("{\"generation\":\"é\",\"prompt_token_count\":null,\"generation_token_count\":3,"
                        + "\"stop_reason\":null}", Role.TEXT),
                new Chunk("{\"generation\":\"\",\"prompt_token_count\":null,\"generation_token_count\":3,"
                        + "\"stop_reason\":\"stop\"}", Role.LAST));
    }

    @Test
    void saysWhatAGuardrailSays() {
        String blocked = "{\"generation\":\"No.\",\"prompt_token_count\":0,\"generation_token_count\":0,"
                + "\"stop_reason\":\"stop\"}";
        assertThat(Calls.utf8(Calls.parse(LLAMA_3, HI).blockedBody("No."))).isEqualTo(blocked);
        assertThat(Calls.blocked(LLAMA_3, HI, "No.")).containsExactly(new Chunk(blocked, Role.LAST));
    }

    /** Golden case 42. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{\"prompt\":\"a\",\"top_k\":3};       #: extraneous key [top_k] is not permitted",
            "{\"prompt\":\"a\",\"temperature\":2}; #/temperature: 2 is not less or equal to 1",
            "{};                                   #: required key [prompt] not found",
            "{\"prompt\":\"a\",\"temperature\":1e400}; #/temperature: 1E+400 is not less or equal to 1",
            "{\"prompt\":\"a\",\"temperature\":null}; #/temperature: expected type: Number, found: Null",
            "{\"prompt\":\"a\",\"max_gen_len\":0}; #/max_gen_len: 0 is not greater or equal to 1",
            "{\"prompt\":\"a\",\"max_gen_len\":2049}; #/max_gen_len: 2049 is not less or equal to 2048",
            "{\"prompt\":\"a\",\"max_gen_len\":5.0}; #/max_gen_len: expected type: Integer, found: BigDecimal",
            "{\"prompt\":\"a\",\"max_gen_len\":99999999999999999999}; #/max_gen_len: 99999999999999999999 is not less or equal to 2048",
            "{\"prompt\":\"\"};                    #/prompt: expected minLength: 1, actual: 0"})
    void refusesInTheServicesWords(String body, String details) {
        assertThat(refusal(LLAMA_3, body)).isEqualTo(malformed(details));
    }

    @Test
    void hasNoStopSequences() {
        assertThat(refusal("meta.llama2-70b-chat-v1", "{\"prompt\":\"a\",\"stop_sequences\":[\"b\"]}"))
                .isEqualTo(malformed("#: extraneous key [stop_sequences] is not permitted"));
    }

    @Test
    void newerModelsGiveLongerAnswers() {
        String body = "{\"prompt\":\"a\",\"max_gen_len\":8192}";
        assertThat(Calls.parse("meta.llama3-1-8b-instruct-v1:0", body).generation().maxTokens()).isEqualTo(8192);
        assertThat(Calls.parse("meta.llama4-scout-17b-instruct-v1:0", body).generation().maxTokens()).isEqualTo(8192);
    }

    @Test
    void continuesAPlainPromptVerbatimWithTheDocumentedDefaults() {
        assertThat(Calls.parse(LLAMA_3, "{\"prompt\":\" Once upon\"}").generation()).isEqualTo(new GenerationRequest(
                new Prompt.Verbatim(" Once upon"), Sampling.of(0.5, 0, 0.9), 512, List.of()));
    }

    @Test
    void onlyModelsWithEyesTakeImages() {
        assertThat(refusal("meta.llama3-1-8b-instruct-v1:0", "{\"prompt\":\"a\",\"images\":[\"AAAA\"]}"))
                .isEqualTo(malformed("#: extraneous key [images] is not permitted"));
        assertThat(refusal("meta.llama3-2-11b-instruct-v1:0", "{\"prompt\":\"a\",\"images\":[\"AAAA\"]}"))
                .isEqualTo("images.0.data: Could not process image");
    }

    @Test
    void readsTheTemplateOfLlama3() {
        String text = "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\\n\\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\\n\\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\\n\\n";
        TextInvocation call = Calls.parse(LLAMA_3, "{\"prompt\":\"" + text + "\"}");
        assertThat(call.generation().prompt()).isEqualTo(new Prompt.Templated(
                text.replace("\\n", "\n"),
                List.of("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
                new Prompt.Chat(List.of(
                        new Message(Message.Role.SYSTEM, "Be brief."), new Message(Message.Role.USER, "Hi")))));
    }

    @Test
    void saysHowLongAPromptMayBe() {
        assertThat(Calls.parse(LLAMA_3, HI).promptTooLong(new PromptTooLongException(9000, 8192)).message()).isEqualTo(
                "This model's maximum context length is 8192 tokens. Please reduce the length of the prompt");
    }
}
