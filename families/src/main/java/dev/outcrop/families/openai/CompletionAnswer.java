package dev.outcrop.families.openai;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Completion;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.SeveralAnswers;
import dev.outcrop.families.StreamEnd;
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
record CompletionAnswer(String id, long created, String model, boolean usage) implements SeveralAnswers {

    @Override
    public byte[] body(List<Completion> answers) {
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion");
            json.writeArrayPropertyStart("choices");
            for (int i = 0; i < answers.size(); i++) {
                json.writeStartObject();
                json.writeNumberProperty("index", i);
                json.writeObjectPropertyStart("message");
                writeMessage(json, answers.get(i).answer());
                json.writeEndObject();
                json.writeNullProperty("logprobs");
                json.writeStringProperty("finish_reason", Finish.stopOrLength(answers.get(i).result()));
                json.writeEndObject();
            }
            json.writeEndArray();
            Usage.write(json, Usage.ofAnswers(answers));
        });
    }

    private static void writeMessage(JsonGenerator json, Answer answer) {
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
    public List<ChunkWriter> chunks(ChunkSink sink, int answers) {
        StreamEnd end = new StreamEnd(answers);
        return IntStream.range(0, answers).<ChunkWriter>mapToObj(index -> new Chunks(sink, index, end)).toList();
    }

    private byte[] chunk(int index, Consumer<JsonGenerator> delta, @Nullable String finishReason) {
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion.chunk");
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeNumberProperty("index", index);
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
        private final int index;
        private final StreamEnd streamEnd;
        private int calls;

        Chunks(ChunkSink sink, int index, StreamEnd streamEnd) {
            this.sink = sink;
            this.index = index;
            this.streamEnd = streamEnd;
        }

        @Override
        public void start(int promptTokens) {
            sink.chunk(chunk(index, json -> {
                json.writeStringProperty("role", "assistant");
                json.writeStringProperty("content", "");
            }, null), ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(chunk(index, json -> json.writeStringProperty("content", text), null), ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(
                        chunk(index, json -> json.writeStringProperty("reasoning_content", text), null),
                        ChunkSink.Role.ENVELOPE);
            }
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            callDelta(calls++, json -> {
                json.writeStringProperty("id", callId);
                json.writeStringProperty("type", "function");
                writeFunction(json, name, "");
            });
        }

        @Override
        public void toolInput(String input, int outputTokens) {
            callDelta(calls - 1, json -> writeFunction(json, null, input));
        }

        private void callDelta(int call, Consumer<JsonGenerator> members) {
            sink.chunk(chunk(index, json -> {
                json.writeArrayPropertyStart("tool_calls");
                json.writeStartObject();
                json.writeNumberProperty("index", call);
                members.accept(json);
                json.writeEndObject();
                json.writeEndArray();
            }, null), ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void end(GenerationResult result) {
            ChunkSink.Role role = streamEnd.role(result);
            sink.chunk(chunk(index, json -> {}, Finish.stopOrLength(result)), role);
            if (usage && role == ChunkSink.Role.LAST) {
                sink.chunk(JsonText.object(json -> {
                    writeEnvelope(json, "chat.completion.chunk");
                    json.writeArrayPropertyStart("choices");
                    json.writeEndArray();
                    Usage.write(json, Usage.of(streamEnd.results()));
                }), ChunkSink.Role.ENVELOPE);
            }
        }
    }
}
