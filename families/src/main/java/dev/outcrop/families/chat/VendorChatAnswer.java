package dev.outcrop.families.chat;

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
import tools.jackson.core.JsonGenerator;

/**
 * {@code chat.completion} with keys in OpenAI's own order, as imported models and Writer answer.
 *
 * @param created seconds since 1970
 * @param model null where the answer does not name it
 * @param writer whether Writer's empty members are there, and its stream ends with {@code "[DONE]"}
 */
record VendorChatAnswer(String id, long created, @Nullable String model, boolean writer) implements AnswerFormat {

    /** An extra chunk whose JSON is a string. */
    static final String DONE = "\"[DONE]\"";

    static VendorChatAnswer imported(String id, long created) {
        return new VendorChatAnswer(id, created, null, false);
    }

    static VendorChatAnswer writer(String id, long created, String model) {
        return new VendorChatAnswer(id, created, model, true);
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion");
            startChoice(json, "message");
            json.writeStringProperty("role", "assistant");
            json.writeStringProperty("content", text);
            if (writer) {
                json.writeNullProperty("reasoning_content");
                json.writeArrayPropertyStart("tool_calls");
                json.writeEndArray();
            }
            endChoice(json, Finish.stopOrLength(result));
            json.writeObjectPropertyStart("usage");
            Usage.writeCounts(json, result);
            if (writer) {
                json.writeNullProperty("prompt_tokens_details");
            }
            json.writeEndObject();
            if (writer) {
                json.writeNullProperty("prompt_logprobs");
            }
        });
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new ChunkWriter() {
            @Override
            public void start(int promptTokens) {
                sink.chunk(delta(true, "", null), ChunkSink.Role.ENVELOPE);
            }

            @Override
            public void text(String text, int outputTokens) {
                if (!text.isEmpty()) {
                    sink.chunk(delta(false, text, null), ChunkSink.Role.TEXT);
                }
            }

            @Override
            public void end(GenerationResult result) {
                sink.chunk(delta(false, null, Finish.stopOrLength(result)), ChunkSink.Role.LAST);
                if (writer) {
                    sink.chunk(DONE.getBytes(StandardCharsets.UTF_8), ChunkSink.Role.ENVELOPE);
                }
            }
        };
    }

    private byte[] delta(boolean role, @Nullable String content, @Nullable String finishReason) {
        return JsonText.object(json -> {
            writeEnvelope(json, "chat.completion.chunk");
            startChoice(json, "delta");
            if (role) {
                json.writeStringProperty("role", "assistant");
            }
            if (content != null) {
                json.writeStringProperty("content", content);
            }
            endChoice(json, finishReason);
        });
    }

    private void writeEnvelope(JsonGenerator json, String object) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", object);
        json.writeNumberProperty("created", created);
        if (model != null) {
            json.writeStringProperty("model", model);
        }
    }

    private static void startChoice(JsonGenerator json, String name) {
        json.writeArrayPropertyStart("choices");
        json.writeStartObject();
        json.writeNumberProperty("index", 0);
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
        json.writeEndArray();
    }
}
