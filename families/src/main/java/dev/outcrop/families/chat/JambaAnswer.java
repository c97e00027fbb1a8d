package dev.outcrop.families.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
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
record JambaAnswer(String id, String modelId, InstantSource time, Instant begun) implements AnswerFormat {

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            choice(json, "message", Finish.stopOrLength(result), message -> {
                message.writeStringProperty("role", "assistant");
                message.writeStringProperty("content", answer.text());
                if (answer.calls().isEmpty()) {
                    message.writeNullProperty("tool_calls");
                } else {
                    CallJson.writeAll(message, answer.calls(), true);
                }
            });
            Usage.write(json, result);
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
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private int calls;

        Chunks(ChunkSink sink) {
            this.sink = sink;
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
            int index = calls++;
            send(ChunkSink.Role.ENVELOPE, null, null, delta -> CallJson.writeDelta(delta, index, callId, name, ""));
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            int index = calls - 1;
            send(ChunkSink.Role.ENVELOPE, null, null, delta -> CallJson.writeDelta(delta, index, null, null, json));
        }

        @Override
        public void end(GenerationResult result) {
            send(
                    ChunkSink.Role.LAST,
                    Finish.stopOrLength(result),
                    result,
                    delta -> delta.writeStringProperty("content", ""));
        }

        private void send(
                ChunkSink.Role role,
                @Nullable String finishReason,
                @Nullable GenerationResult result,
                Consumer<JsonGenerator> delta) {
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("id", id);
                        choice(json, "delta", finishReason, delta);
                        if (result != null) {
                            Usage.write(json, result);
                        }
                    }),
                    role);
        }
    }

    private static void choice(
            JsonGenerator json, String name, @Nullable String finishReason, Consumer<JsonGenerator> content) {
        json.writeArrayPropertyStart("choices");
        json.writeStartObject();
        json.writeNumberProperty("index", 0);
        json.writeObjectPropertyStart(name);
        content.accept(json);
        json.writeEndObject();
        JsonText.nullable(json, "finish_reason", finishReason);
        json.writeEndObject();
        json.writeEndArray();
    }
}
