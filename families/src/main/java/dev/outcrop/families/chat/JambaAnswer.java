package dev.outcrop.families.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * AI21's chat answers, in the vendor's own format: how the service streams them is not recorded.
 *
 * @param begun when the call began, for {@code requestDurationMillis}
 */
record JambaAnswer(String id, String modelId, InstantSource time, Instant begun) implements SeveralAnswers {

    @Override
    public byte[] body(List<Completion> answers) {
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            json.writeArrayPropertyStart("choices");
            for (int i = 0; i < answers.size(); i++) {
                Answer answer = answers.get(i).answer();
                choice(json, i, "message", Finish.stopOrLength(answers.get(i).result()), message -> {
                    message.writeStringProperty("role", "assistant");
                    message.writeStringProperty("content", answer.text());
                    if (answer.calls().isEmpty()) {
                        message.writeNullProperty("tool_calls");
                    } else {
                        CallJson.writeAll(message, answer.calls(), true);
                    }
                });
            }
            json.writeEndArray();
            Usage.write(json, Usage.ofAnswers(answers));
            json.writeObjectPropertyStart("meta");
            json.writeNumberProperty(
                    "requestDurationMillis", Duration.between(begun, time.instant()).toMillis());
            json.writeEndObject();
            json.writeStringProperty("model", model());
        });
    }

    /** The vendor's name: {@code jamba-1.5-mini} for {@code ai21.jamba-1-5-mini-v1:0}. */
    private String model() {
        String bare = modelId.replaceFirst("^ai21\\.", "").replaceFirst("-v[0-9]+:[0-9]+$", "");
        return bare.replaceFirst("^jamba-1-5", "jamba-1.5");
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
            send(ChunkSink.Role.ENVELOPE, null, null, delta -> delta.writeStringProperty("role", "assistant"));
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                send(ChunkSink.Role.TEXT, null, null, delta -> delta.writeStringProperty("content", text));
            }
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            int call = calls++;
            send(ChunkSink.Role.ENVELOPE, null, null, delta -> CallJson.writeDelta(delta, call, callId, name, ""));
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            int call = calls - 1;
            send(ChunkSink.Role.ENVELOPE, null, null, delta -> CallJson.writeDelta(delta, call, null, null, json));
        }

        @Override
        public void end(GenerationResult result) {
            ChunkSink.Role role = streamEnd.role(result);
            send(
                    role,
                    Finish.stopOrLength(result),
                    role == ChunkSink.Role.LAST ? Usage.of(streamEnd.results()) : null,
                    delta -> delta.writeStringProperty("content", ""));
        }

        private void send(
                ChunkSink.Role role,
                @Nullable String finishReason,
                @Nullable GenerationResult usage,
                Consumer<JsonGenerator> delta) {
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("id", id);
                        json.writeArrayPropertyStart("choices");
                        choice(json, index, "delta", finishReason, delta);
                        json.writeEndArray();
                        if (usage != null) {
                            Usage.write(json, usage);
                        }
                    }),
                    role);
        }
    }

    private static void choice(
            JsonGenerator json,
            int index,
            String name,
            @Nullable String finishReason,
            Consumer<JsonGenerator> content) {
        json.writeStartObject();
        json.writeNumberProperty("index", index);
        json.writeObjectPropertyStart(name);
        content.accept(json);
        json.writeEndObject();
        JsonText.nullable(json, "finish_reason", finishReason);
        json.writeEndObject();
    }
}
