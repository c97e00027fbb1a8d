package dev.outcrop.families.nova;

import java.util.random.RandomGenerator;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.Ids;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.ToolCall;
import tools.jackson.core.JsonGenerator;

/**
 * Nova's message with its usage. Nothing is cached, so both cache counters are 0; the service sends them even then.
 *
 * @param random source of the ids of calls
 */
record NovaAnswer(RandomGenerator random) implements AnswerFormat {
    static final String INTERVENED = "guardrail_intervened";

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return whole(ToolInput.writable(answer, result), stopReason(result), result);
    }

    @Override
    public byte[] blockedBody(String message) {
        return blockedAnswer(message, Finish.BLOCKED);
    }

    @Override
    public byte[] blockedAnswer(String message, GenerationResult result) {
        return whole(Answer.of(message), INTERVENED, result);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new NovaChunks(sink, random);
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        NovaChunks chunks = new NovaChunks(sink, random);
        chunks.start(0);
        chunks.endBlocked(message, Finish.BLOCKED);
    }

    static String stopReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN -> "end_turn";
            case MAX_TOKENS, CONTEXT_FULL -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTERED -> "content_filtered";
        };
    }

    private byte[] whole(Answer answer, String stopReason, GenerationResult result) {
        return JsonText.object(json -> {
            json.writeObjectPropertyStart("output");
            json.writeObjectPropertyStart("message");
            json.writeArrayPropertyStart("content");
            writeContent(json, answer);
            json.writeEndArray();
            json.writeStringProperty("role", "assistant");
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringProperty("stopReason", stopReason);
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("inputTokens", result.promptTokens());
            json.writeNumberProperty("outputTokens", result.outputTokens());
            json.writeNumberProperty("totalTokens", (long) result.promptTokens() + result.outputTokens());
            writeCacheCounts(json);
            json.writeEndObject();
        });
    }

    /** Thoughts, text, calls; an answer of nothing is an empty text. */
    private void writeContent(JsonGenerator json, Answer answer) {
        if (!answer.reasoning().isEmpty()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("reasoningContent");
            json.writeObjectPropertyStart("reasoningText");
            json.writeStringProperty("text", answer.reasoning());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        if (!answer.text().isEmpty() || answer.calls().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("text", answer.text());
            json.writeEndObject();
        }
        for (ToolCall call : answer.calls()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("toolUse");
            json.writeStringProperty("name", call.name());
            json.writeStringProperty("toolUseId", Ids.uuid(random));
            ToolInput.write(json, "input", call);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    static void writeCacheCounts(JsonGenerator json) {
        json.writeNumberProperty("cacheReadInputTokenCount", 0);
        json.writeNumberProperty("cacheWriteInputTokenCount", 0);
    }
}
