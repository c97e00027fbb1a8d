package dev.outcrop.families.completion;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;

/** DeepSeek-R1's choices: a text and {@code stop_reason}, in bodies and chunks alike. */
record DeepSeekAnswer() implements AnswerFormat {

    static final DeepSeekAnswer INSTANCE = new DeepSeekAnswer();

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return choice(text, Finish.stopOrLength(result));
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new ChunkWriter() {
            @Override
            public void start(int promptTokens) {}

            @Override
            public void text(String text, int outputTokens) {
                if (!text.isEmpty()) {
                    sink.chunk(choice(text, null), ChunkSink.Role.TEXT);
                }
            }

            @Override
            public void end(GenerationResult result) {
                sink.chunk(choice("", Finish.stopOrLength(result)), ChunkSink.Role.LAST);
            }
        };
    }

    private static byte[] choice(String text, @Nullable String stopReason) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeStringProperty("text", text);
            JsonText.nullable(json, "stop_reason", stopReason);
            json.writeEndObject();
            json.writeEndArray();
        });
    }
}
