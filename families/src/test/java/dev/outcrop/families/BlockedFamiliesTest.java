package dev.outcrop.families;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Where every family puts a guardrail's message, and how it says that the answer has ended. */
class BlockedFamiliesTest {
    private static final String MESSAGE = "No \"such\" <answer>: 申し訳 🦊";
    private static final GenerationResult CUT_OFF = new GenerationResult(7, 9, StopReason.MAX_TOKENS, null);

    /** Model, request, where the text is, where the reason is, reason of a blocked input, reason of a blocked answer. */
    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of("anthropic.claude-3-haiku-20240307-v1:0",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':20,"
                                + "'messages':[{'role':'user','content':'Hi'}]}",
                        "/content/0/text", "/stop_reason", "null", "end_turn"),
                Arguments.of("anthropic.claude-v2:1",
                        "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':50}",
                        "/completion", "/stop_reason", "null", "null"),
                Arguments.of("amazon.titan-text-express-v1", "{'inputText':'Hi'}",
                        "/results/0/outputText", "/results/0/completionReason", "FINISH", "FINISH"),
                Arguments.of("amazon.nova-micro-v1:0", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}",
                        "/output/message/content/0/text", "/stopReason", "guardrail_intervened",
                        "guardrail_intervened"),
                Arguments.of("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}",
                        "/generation", "/stop_reason", "stop", "stop"),
                Arguments.of("mistral.mistral-7b-instruct-v0:2", "{'prompt':'<s>[INST] Hi [/INST]'}",
                        "/outputs/0/text", "/outputs/0/stop_reason", "stop", "stop"),
                Arguments.of("mistral.mistral-large-2402-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}",
                        "/choices/0/message/content", "/choices/0/stop_reason", "stop", "stop"),
                Arguments.of("ai21.jamba-1-5-mini-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}",
                        "/choices/0/message/content", "/choices/0/finish_reason", "stop", "stop"),
                Arguments.of("ai21.j2-mid-v1", "{'prompt':'Hi'}",
                        "/completions/0/data/text", "/completions/0/finishReason/reason", "endoftext", "endoftext"),
                Arguments.of("cohere.command-text-v14", "{'prompt':'Hi'}",
                        "/generations/0/text", "/generations/0/finish_reason", "COMPLETE", "COMPLETE"),
                Arguments.of("cohere.command-r-v1:0", "{'message':'Hi'}",
                        "/text", "/finish_reason", "COMPLETE", "COMPLETE"),
                Arguments.of("deepseek.r1-v1:0", "{'prompt':'Hi'}",
                        "/choices/0/text", "/choices/0/stop_reason", "stop", "stop"),
                Arguments.of("openai.gpt-oss-20b-1:0", "{'messages':[{'role':'user','content':'Hi'}]}",
                        "/choices/0/message/content", "/choices/0/finish_reason", "stop", "stop"),
                Arguments.of("qwen.qwen3-32b-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}",
                        "/choices/0/message/content", "/choices/0/finish_reason", "stop", "stop"),
                Arguments.of("writer.palmyra-x5-v1:0", "{'messages':[{'role':'user','content':{'text':'Hi'}}]}",
                        "/choices/0/message/content", "/choices/0/finish_reason", "stop", "stop"),
                Arguments.of("my-model", "{'prompt':'Hi','max_gen_len':5}",
                        "/generation", "/stop_reason", "stop", "stop"),
                Arguments.of("my-model", "{'prompt':'Hi','max_tokens':5}",
                        "/choices/0/text", "/choices/0/finish_reason", "stop", "stop"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("families")
    void aBlockedInputCostsNothing(
            String modelId, String request, String text, String reason, String atInput, String atAnswer) {
        JsonNode body = Calls.json(Calls.utf8(Calls.call(modelId, request).blockedBody(MESSAGE)));
        assertThat(body.at(text).stringValue()).isEqualTo(MESSAGE);
        assertThat(body.at(reason).asString("null")).isEqualTo(atInput);
        assertThat(counts(body)).allMatch(count -> count == 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("families")
    void aBlockedAnswerKeepsItsCounts(
            String modelId, String request, String text, String reason, String atInput, String atAnswer) {
        TextInvocation invocation = Calls.call(modelId, request);
        JsonNode body = Calls.json(Calls.utf8(invocation.blockedAnswer(MESSAGE, CUT_OFF)));
        assertThat(body.at(text).stringValue()).isEqualTo(MESSAGE);
        assertThat(body.at(reason).asString("null")).isEqualTo(atAnswer);
        JsonNode original = Calls.json(Calls.utf8(invocation.body(Answer.of("What the model said."), CUT_OFF)));
        assertThat(counts(body)).isEqualTo(counts(original));
        assertThat(body.path("id")).isEqualTo(original.path("id"));
        assertThat(body.path("model")).isEqualTo(original.path("model"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("families")
    void aBlockedStreamHasOneLastChunkAndTheMessage(
            String modelId, String request, String text, String reason, String atInput, String atAnswer) {
        List<ScriptedGeneration.Chunk> chunks = ScriptedGeneration.blocked(
                Calls.streamingCall(modelId, request), MESSAGE);
        assertThat(chunks).filteredOn(chunk -> chunk.role() == Role.LAST).hasSize(1);
        assertThat(chunks).anyMatch(chunk -> chunk.role() != Role.ENVELOPE
                && chunk.json().contains("申し訳 🦊"));
    }

    private static List<Integer> counts(JsonNode body) {
        return body.findValues("usage").stream().flatMap(JsonNode::valueStream).filter(JsonNode::isInt)
                .map(JsonNode::intValue).toList();
    }
}
