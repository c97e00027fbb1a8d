package dev.outcrop.families;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a guardrail's message looks like in the families whose form is recorded or not the usual one. */
class BlockedTest {
    private static final String CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String REQUEST = "{'anthropic_version':'bedrock-2023-05-31','max_tokens':20,"
            + "'messages':[{'role':'user','content':'Hi'}]}";

    private static String body(String modelId, String request) {
        return new String(Calls.call(modelId, request).blockedBody("No."), StandardCharsets.UTF_8).replace('"', '\'');
    }

    @Test
    void claudeNamesTheRequestsModelAndGivesNoReason() {
        assertThat(body(CLAUDE, REQUEST)).isEqualTo("{'id':'msg_bdrk_010000000000000000000000','type':'message',"
                + "'role':'assistant','model':'us.anthropic.claude-3-haiku-20240307-v1:0',"
                + "'content':[{'type':'text','text':'No.'}],'stop_reason':null,'stop_sequence':null,"
                + "'usage':{'input_tokens':0,'output_tokens':0}}");
    }

    @Test
    void claudeStreamsSixChunksWithOneDelta() {
        List<Chunk> chunks = ScriptedGeneration.blocked(Calls.streamingCall(CLAUDE, REQUEST), "No.");
        assertThat(chunks).extracting(Chunk::role).containsExactly(
                Role.ENVELOPE, Role.ENVELOPE, Role.TEXT, Role.ENVELOPE, Role.ENVELOPE, Role.LAST);
        assertThat(chunks.get(0).json()).contains("\"input_tokens\":0,\"output_tokens\":0")
                .doesNotContain("stop_reason").doesNotContain("stop_sequence");
        assertThat(chunks.get(4).json()).isEqualTo(
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":0}}");
    }

    @Test
    void novaSaysAGuardrailIntervened() {
        String request = "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}";
        assertThat(body("amazon.nova-lite-v1:0", request)).contains("'stopReason':'guardrail_intervened'");
        assertThat(ScriptedGeneration.blocked(Calls.streamingCall("amazon.nova-lite-v1:0", request), "No."))
                .extracting(Chunk::json).contains("{\"messageStop\":{\"stopReason\":\"guardrail_intervened\"}}");
    }

    @Test
    void titanLlamaAndMistralAreOneNeutralAnswer() {
        assertThat(body("amazon.titan-text-lite-v1", "{'inputText':'Hi'}")).isEqualTo(
                "{'inputTextTokenCount':0,'results':[{'tokenCount':0,'outputText':'No.','completionReason':'FINISH'}]}");
        assertThat(body("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}")).isEqualTo(
                "{'generation':'No.','prompt_token_count':0,'generation_token_count':0,'stop_reason':'stop'}");
        assertThat(body("mistral.mistral-7b-instruct-v0:2", "{'prompt':'Hi'}"))
                .isEqualTo("{'outputs':[{'text':'No.','stop_reason':'stop'}]}");
    }

    @Test
    void claudeCompletionGivesNoReason() {
        assertThat(body("anthropic.claude-v2",
                "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':5}"))
                .isEqualTo("{'type':'completion','completion':'No.','stop_reason':null,'stop':null}");
    }
}
