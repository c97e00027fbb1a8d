package dev.outcrop.families.chat;

import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code chat.completion} with keys in OpenAI's own order, as imported models and Writer answer.
 *
 * @param created seconds since 1970
 * @param model null where the answer does not name it
 * @param writer whether Writer's empty members are there, and its stream ends with {@code "[DONE]"}
 */
record VendorChatAnswer(String id, long created, @Nullable String model, boolean writer) implements SeveralAnswers {

    /** An extra chunk whose JSON is a string. */
    static final String DONE = "\"[DONE]\"";

    static VendorChatAnswer imported(String id, long created) {
        return new VendorChatAnswer(id, created, null, false);
    }

    static VendorChatAnswer writer(String id, long created, String model) {
        return new VendorChatAnswer(id, created, model, true);
    }

    @Override
    public byte[] body(List<Completion> answers) {
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion");
            json.writeArrayPropertyStart("choices");
            for (int i = 0; i < answers.size(); i++) {
                startChoice(json, i, "message");
                writeMessage(json, answers.get(i).answer());
                endChoice(json, Finish.stopOrLength(answers.get(i).result()));
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("usage");
            Usage.writeCounts(json, Usage.ofAnswers(answers));
            if (writer) {
                json.writeNullProperty("prompt_tokens_details");
            }
            json.writeEndObject();
            if (writer) {
                json.writeNullProperty("prompt_logprobs");
            }
        });
    }

    private void writeMessage(JsonGenerator json, Answer answer) {
        json.writeStringProperty("role", "assistant");
        boolean calls = !answer.calls().isEmpty();
        JsonText.nullable(json, "content", calls && answer.text().isEmpty() ? null : answer.text());
        if (writer || !answer.reasoning().isEmpty()) {
            JsonText.nullable(
                    json, "reasoning_content", answer.reasoning().isEmpty() ? null : answer.reasoning());
        }
        if (writer || calls) {
            CallJson.writeAll(json, answer.calls(), true);
        }
    }

    @Override
    public List<ChunkWriter> chunks(ChunkSink sink, int answers) {
        StreamEnd end = new StreamEnd(answers);
        return IntStream.range(0, answers).<ChunkWriter>mapToObj(index -> new Chunks(sink, index, end)).toList();
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
            send(ChunkSink.Role.ENVELOPE, null, delta -> {
                delta.writeStringProperty("role", "assistant");
                delta.writeStringProperty("content", "");
            });
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                send(ChunkSink.Role.TEXT, null, delta -> delta.writeStringProperty("content", text));
            }
        }

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                send(ChunkSink.Role.ENVELOPE, null, delta -> delta.writeStringProperty("reasoning_content", text));
            }
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            int call = calls++;
            send(ChunkSink.Role.ENVELOPE, null, delta -> CallJson.writeDelta(delta, call, callId, name, ""));
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            int call = calls - 1;
            send(ChunkSink.Role.ENVELOPE, null, delta -> CallJson.writeDelta(delta, call, null, null, json));
        }

        @Override
        public void end(GenerationResult result) {
            ChunkSink.Role role = streamEnd.role(result);
            send(role, Finish.stopOrLength(result), delta -> {});
            if (writer && role == ChunkSink.Role.LAST) {
                sink.chunk(DONE.getBytes(StandardCharsets.UTF_8), ChunkSink.Role.ENVELOPE);
            }
        }

        private void send(ChunkSink.Role role, @Nullable String finishReason, Consumer<JsonGenerator> delta) {
            sink.chunk(
                    JsonText.object(json -> {
                        writeEnvelope(json, "chat.completion.chunk");
                        json.writeArrayPropertyStart("choices");
                        startChoice(json, index, "delta");
                        delta.accept(json);
                        endChoice(json, finishReason);
                        json.writeEndArray();
                    }),
                    role);
        }
    }

    private void writeEnvelope(JsonGenerator json, String object) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", object);
        json.writeNumberProperty("created", created);
        if (model != null) {
            json.writeStringProperty("model", model);
        }
    }

    private static void startChoice(JsonGenerator json, int index, String name) {
        json.writeStartObject();
        json.writeNumberProperty("index", index);
        json.writeObjectPropertyStart(name);
    }

    private void endChoice(JsonGenerator json, @Nullable String finishReason) {
        json.writeEndObject();
        if (writer) {
            json.writeNullProperty("logprobs");
        }
        JsonText.nullable(json, "finish_reason", finishReason);
        if (writer) {
            json.writeNullProperty("stop_reason");
        }
        json.writeEndObject();
    }
}
