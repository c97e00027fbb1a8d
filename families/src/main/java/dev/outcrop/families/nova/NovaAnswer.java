package dev.outcrop.families.nova;

import java.util.function.Consumer;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import tools.jackson.core.JsonGenerator;

/**
 * Nova's message with its usage, and its events: every piece of text is a content block of its own, without a start.
 * Nothing is cached, so both cache counters are 0; the service sends them even then.
 */
record NovaAnswer() implements AnswerFormat {

    static final NovaAnswer INSTANCE = new NovaAnswer();

    private static final String INTERVENED = "guardrail_intervened";

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return whole(text, stopReason(result), result);
    }

    @Override
    public byte[] blockedBody(String message) {
        return blockedAnswer(message, Finish.BLOCKED);
    }

    @Override
    public byte[] blockedAnswer(String message, GenerationResult result) {
        return whole(message, INTERVENED, result);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        Chunks chunks = new Chunks(sink);
        chunks.start(0);
        chunks.endBlocked(message, Finish.BLOCKED);
    }

    private static final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private int block;

        Chunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {
            sink.chunk(
                    event("messageStart", json -> json.writeStringProperty("role", "assistant")),
                    ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void text(String text, int outputTokens) {
            if (text.isEmpty()) {
                return;
            }
            int index = block++;
            sink.chunk(
                    event("contentBlockDelta", json -> {
                        json.writeObjectPropertyStart("delta");
                        json.writeStringProperty("text", text);
                        json.writeEndObject();
                        json.writeNumberProperty("contentBlockIndex", index);
                    }),
                    ChunkSink.Role.TEXT);
            sink.chunk(
                    event("contentBlockStop", json -> json.writeNumberProperty("contentBlockIndex", index)),
                    ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void end(GenerationResult result) {
            end(stopReason(result), result);
        }

        @Override
        public void endBlocked(String message, GenerationResult result) {
            text(message, result.outputTokens());
            end(INTERVENED, result);
        }

        private void end(String stopReason, GenerationResult result) {
            sink.chunk(
                    event("messageStop", json -> json.writeStringProperty("stopReason", stopReason)),
                    ChunkSink.Role.ENVELOPE);
            sink.chunk(
                    event("metadata", json -> {
                        json.writeObjectPropertyStart("usage");
                        json.writeNumberProperty("inputTokens", result.promptTokens());
                        json.writeNumberProperty("outputTokens", result.outputTokens());
                        writeCacheCounts(json);
                        json.writeEndObject();
                        json.writeObjectPropertyStart("metrics");
                        json.writeEndObject();
                        json.writeObjectPropertyStart("trace");
                        json.writeEndObject();
                    }),
                    ChunkSink.Role.LAST);
        }
    }

    private static byte[] event(String name, Consumer<JsonGenerator> members) {
        return JsonText.object(json -> {
            json.writeObjectPropertyStart(name);
            members.accept(json);
            json.writeEndObject();
        });
    }

    private static String stopReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN -> "end_turn";
            case MAX_TOKENS, CONTEXT_FULL -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTERED -> "content_filtered";
        };
    }

    private static byte[] whole(String text, String stopReason, GenerationResult result) {
        return JsonText.object(json -> {
            json.writeObjectPropertyStart("output");
            json.writeObjectPropertyStart("message");
            json.writeArrayPropertyStart("content");
            json.writeStartObject();
            json.writeStringProperty("text", text);
            json.writeEndObject();
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

    private static void writeCacheCounts(JsonGenerator json) {
        json.writeNumberProperty("cacheReadInputTokenCount", 0);
        json.writeNumberProperty("cacheWriteInputTokenCount", 0);
    }
}
