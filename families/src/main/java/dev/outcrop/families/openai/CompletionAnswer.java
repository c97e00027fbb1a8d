package dev.outcrop.families.openai;

import java.util.function.Consumer;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.Usage;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code chat.completion} and its chunks.
 *
 * @param created seconds since 1970
 * @param usage whether a stream ends with a chunk that counts its tokens
 */
record CompletionAnswer(String id, long created, String model, boolean usage) implements AnswerFormat {

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion");
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeNumberProperty("index", 0);
            json.writeObjectPropertyStart("message");
            json.writeStringProperty("role", "assistant");
            JsonText.nullable(json, "content", answer.text().isEmpty() && !answer.calls().isEmpty()
                    ? null
                    : answer.text());
            if (!answer.reasoning().isEmpty()) {
                json.writeStringProperty("reasoning_content", answer.reasoning());
            }
            json.writeNullProperty("refusal");
            if (!answer.calls().isEmpty()) {
                json.writeArrayPropertyStart("tool_calls");
                answer.calls().forEach(call -> writeCall(json, call));
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeNullProperty("logprobs");
            json.writeStringProperty("finish_reason", Finish.stopOrLength(result));
            json.writeEndObject();
            json.writeEndArray();
            Usage.write(json, result);
        });
    }

    private static void writeCall(JsonGenerator json, ToolCall call) {
        json.writeStartObject();
        json.writeStringProperty("id", call.id());
        json.writeStringProperty("type", "function");
        writeFunction(json, call.name(), call.input());
        json.writeEndObject();
    }

    private static void writeFunction(JsonGenerator json, @Nullable String name, String arguments) {
        json.writeObjectPropertyStart("function");
        if (name != null) {
            json.writeStringProperty("name", name);
        }
        json.writeStringProperty("arguments", arguments);
        json.writeEndObject();
    }

    private void writeEnvelope(JsonGenerator json, String object) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", object);
        json.writeNumberProperty("created", created);
        json.writeStringProperty("model", model);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    private byte[] chunk(Consumer<JsonGenerator> delta, @Nullable String finishReason) {
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion.chunk");
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeNumberProperty("index", 0);
            json.writeObjectPropertyStart("delta");
            delta.accept(json);
            json.writeEndObject();
            json.writeNullProperty("logprobs");
            JsonText.nullable(json, "finish_reason", finishReason);
            json.writeEndObject();
            json.writeEndArray();
            if (usage) {
                json.writeNullProperty("usage");
            }
        });
    }

    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private int calls;

        Chunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {
            sink.chunk(chunk(json -> {
                json.writeStringProperty("role", "assistant");
                json.writeStringProperty("content", "");
            }, null), ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(chunk(json -> json.writeStringProperty("content", text), null), ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(
                        chunk(json -> json.writeStringProperty("reasoning_content", text), null),
                        ChunkSink.Role.ENVELOPE);
            }
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            int index = calls++;
            callDelta(index, json -> {
                json.writeStringProperty("id", callId);
                json.writeStringProperty("type", "function");
                writeFunction(json, name, "");
            });
        }

        @Override
        public void toolInput(String input, int outputTokens) {
            callDelta(calls - 1, json -> writeFunction(json, null, input));
        }

        private void callDelta(int index, Consumer<JsonGenerator> members) {
            sink.chunk(chunk(json -> {
                json.writeArrayPropertyStart("tool_calls");
                json.writeStartObject();
                json.writeNumberProperty("index", index);
                members.accept(json);
                json.writeEndObject();
                json.writeEndArray();
            }, null), ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(chunk(json -> {}, Finish.stopOrLength(result)), ChunkSink.Role.LAST);
            if (usage) {
                sink.chunk(JsonText.object(json -> {
                    writeEnvelope(json, "chat.completion.chunk");
                    json.writeArrayPropertyStart("choices");
                    json.writeEndArray();
                    Usage.write(json, result);
                }), ChunkSink.Role.ENVELOPE);
            }
        }
    }
}
