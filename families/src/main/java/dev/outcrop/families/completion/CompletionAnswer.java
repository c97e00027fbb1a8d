package dev.outcrop.families.completion;

import java.nio.charset.StandardCharsets;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.Usage;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's {@code text_completion}.
 *
 * @param created seconds since 1970
 * @param model named by Writer, whose stream also ends with an extra chunk {@code "[DONE]"}; null for imported models
 */
record CompletionAnswer(String id, long created, @Nullable String model) implements AnswerFormat {

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return json(text, Finish.stopOrLength(result), result);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new ChunkWriter() {
            @Override
            public void start(int promptTokens) {}

            @Override
            public void text(String text, int outputTokens) {
                if (!text.isEmpty()) {
                    sink.chunk(json(text, null, null), ChunkSink.Role.TEXT);
                }
            }

            @Override
            public void end(GenerationResult result) {
                sink.chunk(json("", Finish.stopOrLength(result), null), ChunkSink.Role.LAST);
                if (model != null) {
                    sink.chunk("\"[DONE]\"".getBytes(StandardCharsets.UTF_8), ChunkSink.Role.ENVELOPE);
                }
            }
        };
    }

    private byte[] json(String text, @Nullable String finishReason, @Nullable GenerationResult usage) {
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            json.writeStringProperty("object", "text_completion");
            json.writeNumberProperty("created", created);
            if (model != null) {
                json.writeStringProperty("model", model);
            }
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeNumberProperty("index", 0);
            json.writeStringProperty("text", text);
            if (model != null) {
                json.writeNullProperty("logprobs");
            }
            JsonText.nullable(json, "finish_reason", finishReason);
            if (model != null) {
                json.writeNullProperty("stop_reason");
            }
            json.writeEndObject();
            json.writeEndArray();
            if (usage == null) {
                json.writeNullProperty("usage");
            } else {
                Usage.write(json, usage);
            }
        });
    }
}
