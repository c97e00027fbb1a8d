package dev.outcrop.families.converse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.ThoughtSignature;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.ToolCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/** Blocks of every kind, streamed and whole. */
class ConverseEventsTest {
    private static final GenerationResult CALLS = new GenerationResult(3, 9, StopReason.TOOL_CALLS, null);
    private static final ConverseEvents.Ending ENDING = new ConverseEvents.Ending() {
        @Override
        public @Nullable String intervention() {
            return null;
        }

        @Override
        public byte[] nativeBody(Answer answer, GenerationResult result) {
            throw new AssertionError("no fields were asked for");
        }

        @Override
        public long latencyMillis() {
            return 5;
        }

        @Override
        public void writeTrace(JsonGenerator json) {}
    };

    private final ConverseEnvelope envelope = new ConverseEnvelope(
            ConverseModels.of("openai.gpt-oss-20b-1:0"), List.of(), null, null);
    private final List<String> events = new ArrayList<>();
    private final ConverseEvents writer = new ConverseEvents(
            envelope,
            (type, json) -> events.add(type + " " + withoutIds(json)),
            ENDING);

    /** Each call gets an id of its own in the service's form. */
    private static String withoutIds(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replaceAll("tooluse_[0-9A-Za-z]{22}", "ID");
    }

    @Test
    void everyBlockHasItsIndexAndOnlyToolsAreOpened() {
        writer.start(3);
        writer.reasoning("Hm", 1);
        writer.reasoning(".", 2);
        writer.text("Look", 3);
        writer.text("", 4);
        writer.text("ing", 5);
        writer.toolCall("c1", "sky", 6);
        writer.toolInput("{\"a\":", 7);
        writer.toolInput("1}", 8);
        writer.toolCall("c2", "sea", 9);
        writer.end(CALLS);
        assertThat(events).containsExactly(
                "messageStart {\"role\":\"assistant\"}",
                "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"Hm\"}}}",
                "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\".\"}}}",
                "contentBlockStop {\"contentBlockIndex\":0}",
                "contentBlockDelta {\"contentBlockIndex\":1,\"delta\":{\"text\":\"Look\"}}",
                "contentBlockDelta {\"contentBlockIndex\":1,\"delta\":{\"text\":\"ing\"}}",
                "contentBlockStop {\"contentBlockIndex\":1}",
                "contentBlockStart {\"contentBlockIndex\":2,\"start\":{\"toolUse\":{\"name\":\"sky\",\"toolUseId\":\"ID\"}}}",
                "contentBlockDelta {\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"{\\\"a\\\":\"}}}",
                "contentBlockDelta {\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"1}\"}}}",
                "contentBlockStop {\"contentBlockIndex\":2}",
                "contentBlockStart {\"contentBlockIndex\":3,\"start\":{\"toolUse\":{\"name\":\"sea\",\"toolUseId\":\"ID\"}}}",
                "contentBlockDelta {\"contentBlockIndex\":3,\"delta\":{\"toolUse\":{\"input\":\"{}\"}}}",
                "contentBlockStop {\"contentBlockIndex\":3}",
                "messageStop {\"stopReason\":\"tool_use\"}",
                "metadata {\"metrics\":{\"latencyMs\":5},\"usage\":{\"inputTokens\":3,\"outputTokens\":9,\"totalTokens\":12}}");
    }

    @Test
    void theSameAnswerWhole() {
        Answer answer = new Answer(
                "Looking", "Hm.", List.of(new ToolCall("c1", "sky", "{\"a\":1}"), new ToolCall("c2", "sea", "{}")));
        assertThat(withoutIds(ConverseBody.write(
                envelope, answer, CALLS, envelope.stopReason(answer, CALLS), 5, null, ConverseBody.NO_TRACE)))
                .isEqualTo("{\"metrics\":{\"latencyMs\":5},\"output\":{\"message\":{\"content\":["
                        + "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm.\"}}},{\"text\":\"Looking\"},"
                        + "{\"toolUse\":{\"input\":{\"a\":1},\"name\":\"sky\",\"toolUseId\":\"ID\"}},"
                        + "{\"toolUse\":{\"input\":{},\"name\":\"sea\",\"toolUseId\":\"ID\"}}],\"role\":\"assistant\"}},"
                        + "\"stopReason\":\"tool_use\",\"usage\":{\"inputTokens\":3,\"outputTokens\":9,\"totalTokens\":12}}");
    }

    @Test
    void claudesThoughtsAreSignedInBothForms() {
        ConverseModel claude = ConverseModels.of("anthropic.claude-sonnet-4-20250514-v1:0");
        ConverseEnvelope signing = new ConverseEnvelope(claude, List.of(), null, null);
        String signature = ThoughtSignature.of("Hm.");
        GenerationResult end = new GenerationResult(3, 3, StopReason.END_OF_TURN, null);
        assertThat(new String(ConverseBody.write(
                signing, new Answer("Yes", "Hm.", List.of()), end, "end_turn", 5, null, ConverseBody.NO_TRACE),
                StandardCharsets.UTF_8))
                .contains("{\"reasoningContent\":{\"reasoningText\":{\"signature\":\"" + signature
                        + "\",\"text\":\"Hm.\"}}},{\"text\":\"Yes\"}");
        ConverseEvents stream = new ConverseEvents(
                signing, (type, json) -> events.add(type + " " + new String(json, StandardCharsets.UTF_8)), ENDING);
        stream.start(3);
        stream.reasoning("H", 1);
        stream.reasoning("m.", 2);
        stream.text("Yes", 3);
        stream.end(end);
        assertThat(events).containsSubsequence(
                "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"m.\"}}}",
                "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\""
                        + signature
                        + "\"}}}",
                "contentBlockStop {\"contentBlockIndex\":0}",
                "contentBlockDelta {\"contentBlockIndex\":1,\"delta\":{\"text\":\"Yes\"}}");
        assertThat(events).filteredOn(event -> event.contains("signature")).hasSize(1);
    }

    @Test
    void argumentsThatAreNoObjectAreMalformedToolUse() {
        Answer answer = new Answer("", "", List.of(new ToolCall("c1", "sky", "{\"a\":")));
        assertThat(envelope.stopReason(answer, CALLS)).isEqualTo("malformed_tool_use");
        writer.start(3);
        writer.toolCall("c1", "sky", 1);
        writer.toolInput("[1]", 2);
        writer.end(CALLS);
        assertThat(events).contains("messageStop {\"stopReason\":\"malformed_tool_use\"}");
    }

    @Test
    void aCallThatCannotBeMadeLeavesAnEmptyText() {
        for (StopReason reason : List.of(StopReason.TOOL_CALLS, StopReason.MAX_TOKENS)) {
            for (String input : List.of("{\"a\":", "{} {}", "")) {
                Answer answer = new Answer("", "", List.of(new ToolCall("c1", "sky", input)));
                GenerationResult result = new GenerationResult(3, 9, reason, null);
                assertThat(
                        new String(ConverseBody.write(envelope, answer, result, envelope.stopReason(answer, result), 5,
                                null, ConverseBody.NO_TRACE), StandardCharsets.UTF_8))
                        .contains("\"content\":[{\"text\":\"\"}]")
                        .contains(reason == StopReason.MAX_TOKENS ? "max_tokens" : "malformed_tool_use");
            }
        }
    }

    @Test
    void aCallThatWasCutOffBeforeItsArgumentsDoesNotBegin() {
        writer.start(3);
        writer.toolCall("c1", "sky", 1);
        writer.end(new GenerationResult(3, 1, StopReason.MAX_TOKENS, null));
        assertThat(events.subList(1, 4)).containsExactly(
                "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"\"}}",
                "contentBlockStop {\"contentBlockIndex\":0}",
                "messageStop {\"stopReason\":\"max_tokens\"}");
    }

    @Test
    void stopReasonsAreThoseThatTheFamilyTells() {
        GenerationResult stopped = new GenerationResult(1, 1, StopReason.STOP_SEQUENCE, "x");
        assertThat(envelope.stopReason(stopped)).isEqualTo("end_turn");
        assertThat(new ConverseEnvelope(ConverseModels.of("anthropic.claude-v2:1"), List.of(), null, null)
                .stopReason(stopped)).isEqualTo("stop_sequence");
        assertThat(envelope.stopReason(new GenerationResult(1, 1, StopReason.CONTEXT_FULL, null)))
                .isEqualTo("max_tokens");
        assertThat(envelope.stopReason(new GenerationResult(1, 1, StopReason.CONTENT_FILTERED, null)))
                .isEqualTo("content_filtered");
    }
}
