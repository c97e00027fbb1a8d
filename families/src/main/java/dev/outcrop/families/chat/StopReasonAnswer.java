package dev.outcrop.families.chat;

import java.util.List;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Answers of one choice whose end is marked by {@code stop_reason}, the same in bodies and chunks. A blocked input is one
 * chunk, as recorded.
 */
public enum StopReasonAnswer implements AnswerFormat {
    /** Mistral text completion: {@code outputs} with a text. */
    MISTRAL_TEXT("outputs"),
    /** Mistral chat: {@code choices} with a message. Calls come whole, in the last chunk, as the vendor streams them. */
    MISTRAL_CHAT("choices"),
    /** DeepSeek-R1: {@code choices} with a text. */
    DEEPSEEK("choices");

    private final String list;

    StopReasonAnswer(String list) {
        this.list = list;
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return choice(answer.text(), answer.calls(), Finish.stopOrLength(result));
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        sink.chunk(blockedBody(message), ChunkSink.Role.LAST);
    }

    private byte[] choice(String text, List<ToolCall> calls, @Nullable String stopReason) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart(list);
            json.writeStartObject();
            if (this == MISTRAL_CHAT) {
                writeMessage(json, text, calls);
            } else {
                json.writeStringProperty("text", text);
            }
            JsonText.nullable(json, "stop_reason", stopReason);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static void writeMessage(JsonGenerator json, String text, List<ToolCall> calls) {
        json.writeNumberProperty("index", 0);
        json.writeObjectPropertyStart("message");
        json.writeStringProperty("role", "assistant");
        json.writeStringProperty("content", text);
        if (!calls.isEmpty()) {
            CallJson.writeAll(json, calls, false);
        }
        json.writeEndObject();
    }

    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private final AnswerBuilder calls = new AnswerBuilder();

        Chunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(choice(text, List.of(), null), ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void toolCall(String id, String name, int outputTokens) {
            calls.toolCall(id, name);
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            calls.toolInput(json);
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(choice("", calls.answer(result.stopReason()).calls(), Finish.stopOrLength(result)),
                    ChunkSink.Role.LAST);
        }
    }
}
