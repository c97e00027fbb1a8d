package dev.outcrop.families.chat;

import java.util.function.Consumer;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code chat.completion} as the service writes it, keys in the alphabetical order of the recorded chunks.
 *
 * @param created seconds since 1970
 * @param gptOss whether the end has a chunk of its own with an empty delta, and thoughts stand in tags before the text;
 *     otherwise a first chunk names the role and the last text carries the reason, so that each token waits for the next
 *     one, and thoughts are a member of their own
 */
record OpenAiAnswer(String id, long created, String model, boolean gptOss) implements AnswerFormat {

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String thoughts = answer.reasoning();
        String text = gptOss && !thoughts.isEmpty()
                ? Thoughts.OPEN + thoughts + Thoughts.CLOSE + answer.text()
                : answer.text();
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeStringProperty("finish_reason", Finish.stopOrLength(result));
            json.writeNumberProperty("index", 0);
            json.writeObjectPropertyStart("message");
            JsonText.nullable(json, "content", text.isEmpty() && !answer.calls().isEmpty() ? null : text);
            if (!gptOss && !thoughts.isEmpty()) {
                json.writeStringProperty("reasoning_content", thoughts);
            }
            json.writeStringProperty("role", "assistant");
            if (!answer.calls().isEmpty()) {
                CallJson.writeAll(json, answer.calls(), true);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            writeEnvelope(json, "chat.completion");
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("completion_tokens", result.outputTokens());
            json.writeNumberProperty("prompt_tokens", result.promptTokens());
            json.writeNumberProperty("total_tokens", (long) result.promptTokens() + result.outputTokens());
            json.writeEndObject();
        });
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return gptOss ? new WithEmptyEnd(sink) : new WithRoleFirst(sink);
    }

    private void writeEnvelope(JsonGenerator json, String object) {
        json.writeNumberProperty("created", created);
        json.writeStringProperty("id", id);
        json.writeStringProperty("model", model);
        json.writeStringProperty("object", object);
        if (gptOss) {
            json.writeStringProperty("service_tier", "auto");
        }
    }

    private byte[] chunk(@Nullable String finishReason, Consumer<JsonGenerator> delta) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeObjectPropertyStart("delta");
            delta.accept(json);
            json.writeEndObject();
            JsonText.nullable(json, "finish_reason", finishReason);
            json.writeNumberProperty("index", 0);
            json.writeEndObject();
            json.writeEndArray();
            writeEnvelope(json, "chat.completion.chunk");
        });
    }

    /** What both ways to stream have in common. */
    private abstract class Deltas implements ChunkWriter {
        private final ChunkSink sink;
        private int calls;

        Deltas(ChunkSink sink) {
            this.sink = sink;
        }

        /** Sends what was kept back. */
        abstract void flush();

        void send(ChunkSink.Role role, @Nullable String finishReason, Consumer<JsonGenerator> delta) {
            sink.chunk(chunk(finishReason, delta), role);
        }

        void sendText(String text) {
            send(ChunkSink.Role.TEXT, null, delta -> delta.writeStringProperty("content", text));
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            flush();
            int index = calls++;
            send(ChunkSink.Role.ENVELOPE, null, delta -> CallJson.writeDelta(delta, index, callId, name, ""));
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            int index = calls - 1;
            send(ChunkSink.Role.ENVELOPE, null, delta -> CallJson.writeDelta(delta, index, null, null, json));
        }
    }

    private final class WithEmptyEnd extends Deltas {
        private boolean thinking;

        WithEmptyEnd(ChunkSink sink) {
            super(sink);
        }

        @Override
        public void start(int promptTokens) {}

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                String opened = thinking ? text : Thoughts.OPEN + text;
                thinking = true;
                send(ChunkSink.Role.ENVELOPE, null, delta -> delta.writeStringProperty("content", opened));
            }
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                flush();
                sendText(text);
            }
        }

        @Override
        void flush() {
            if (thinking) {
                thinking = false;
                send(
                        ChunkSink.Role.ENVELOPE,
                        null,
                        delta -> delta.writeStringProperty("content", Thoughts.CLOSE));
            }
        }

        @Override
        public void end(GenerationResult result) {
            flush();
            send(ChunkSink.Role.LAST, Finish.stopOrLength(result), delta -> {});
        }
    }

    private final class WithRoleFirst extends Deltas {
        private String waiting = "";
        private boolean called;

        WithRoleFirst(ChunkSink sink) {
            super(sink);
        }

        @Override
        public void start(int promptTokens) {
            send(ChunkSink.Role.ENVELOPE, null, delta -> {
                delta.writeStringProperty("content", "");
                delta.writeStringProperty("role", "assistant");
            });
        }

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                flush();
                send(ChunkSink.Role.ENVELOPE, null, delta -> delta.writeStringProperty("reasoning_content", text));
            }
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                flush();
                waiting = text;
            }
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            super.toolCall(callId, name, outputTokens);
            called = true;
        }

        @Override
        void flush() {
            if (!waiting.isEmpty()) {
                sendText(waiting);
                waiting = "";
            }
        }

        @Override
        public void end(GenerationResult result) {
            String last = waiting;
            send(ChunkSink.Role.LAST, Finish.stopOrLength(result), delta -> {
                if (!called || !last.isEmpty()) {
                    delta.writeStringProperty("content", last);
                }
            });
        }
    }
}
