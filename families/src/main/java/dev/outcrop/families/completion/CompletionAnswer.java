package dev.outcrop.families.completion;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Completion;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.SeveralAnswers;
import dev.outcrop.families.StreamEnd;
import dev.outcrop.families.Usage;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * OpenAI's {@code text_completion}.
 *
 * @param created seconds since 1970
 * @param model named by Writer, whose stream also ends with an extra chunk {@code "[DONE]"}; null for imported models
 */
record CompletionAnswer(String id, long created, @Nullable String model) implements SeveralAnswers {

    @Override
    public byte[] body(List<Completion> answers) {
        return JsonText.object(json -> {
            startChoices(json);
            for (int i = 0; i < answers.size(); i++) {
                Completion answer = answers.get(i);
                writeChoice(json, i, answer.answer().text(), Finish.stopOrLength(answer.result()));
            }
            json.writeEndArray();
            Usage.write(json, Usage.ofAnswers(answers));
        });
    }

    @Override
    public List<ChunkWriter> chunks(ChunkSink sink, int answers) {
        StreamEnd end = new StreamEnd(answers);
        return IntStream.range(0, answers).<ChunkWriter>mapToObj(index -> new Chunks(sink, index, end)).toList();
    }

    private byte[] chunk(int index, String text, @Nullable String finishReason) {
        return JsonText.object(json -> {
            startChoices(json);
            writeChoice(json, index, text, finishReason);
            json.writeEndArray();
            json.writeNullProperty("usage");
        });
    }

    private void startChoices(JsonGenerator json) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", "text_completion");
        json.writeNumberProperty("created", created);
        if (model != null) {
            json.writeStringProperty("model", model);
        }
        json.writeArrayPropertyStart("choices");
    }

    private void writeChoice(JsonGenerator json, int index, String text, @Nullable String finishReason) {
        json.writeStartObject();
        json.writeNumberProperty("index", index);
        json.writeStringProperty("text", text);
        if (model != null) {
            json.writeNullProperty("logprobs");
        }
        JsonText.nullable(json, "finish_reason", finishReason);
        if (model != null) {
            json.writeNullProperty("stop_reason");
        }
        json.writeEndObject();
    }

    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private final int index;
        private final StreamEnd streamEnd;

        Chunks(ChunkSink sink, int index, StreamEnd streamEnd) {
            this.sink = sink;
            this.index = index;
            this.streamEnd = streamEnd;
        }

        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(chunk(index, text, null), ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void end(GenerationResult result) {
            ChunkSink.Role role = streamEnd.role(result);
            sink.chunk(chunk(index, "", Finish.stopOrLength(result)), role);
            if (model != null && role == ChunkSink.Role.LAST) {
                sink.chunk("\"[DONE]\"".getBytes(StandardCharsets.UTF_8), ChunkSink.Role.ENVELOPE);
            }
        }
    }
}
