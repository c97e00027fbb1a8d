package dev.outcrop.families.chat;

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
 * @param gptOss whether the end has a chunk of its own with an empty delta; otherwise a first chunk names the role and
 *     the last text carries the reason, so that each token waits for the next one
 */
record OpenAiAnswer(String id, long created, String model, boolean gptOss) implements AnswerFormat {

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeStringProperty("finish_reason", Finish.stopOrLength(result));
            json.writeNumberProperty("index", 0);
            json.writeObjectPropertyStart("message");
            json.writeStringProperty("content", text);
            json.writeStringProperty("role", "assistant");
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

    private byte[] chunk(@Nullable String content, boolean role, @Nullable String finishReason) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeObjectPropertyStart("delta");
            if (content != null) {
                json.writeStringProperty("content", content);
            }
            if (role) {
                json.writeStringProperty("role", "assistant");
            }
            json.writeEndObject();
            JsonText.nullable(json, "finish_reason", finishReason);
            json.writeNumberProperty("index", 0);
            json.writeEndObject();
            json.writeEndArray();
            writeEnvelope(json, "chat.completion.chunk");
        });
    }

    private final class WithEmptyEnd implements ChunkWriter {
        private final ChunkSink sink;

        WithEmptyEnd(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(chunk(text, false, null), ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(chunk(null, false, Finish.stopOrLength(result)), ChunkSink.Role.LAST);
        }
    }

    private final class WithRoleFirst implements ChunkWriter {
        private final ChunkSink sink;
        private String waiting = "";

        WithRoleFirst(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {
            sink.chunk(chunk("", true, null), ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty() && !waiting.isEmpty()) {
                sink.chunk(chunk(waiting, false, null), ChunkSink.Role.TEXT);
            }
            waiting = text.isEmpty() ? waiting : text;
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(chunk(waiting, false, Finish.stopOrLength(result)), ChunkSink.Role.LAST);
        }
    }
}
