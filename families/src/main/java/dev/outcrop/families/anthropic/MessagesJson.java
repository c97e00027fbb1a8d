package dev.outcrop.families.anthropic;

import java.util.random.RandomGenerator;

import dev.outcrop.families.Ids;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Bodies in the Messages format, keys in the recorded order. */
final class MessagesJson {
    private static final int RANDOM_CHARACTERS = 22;

    private MessagesJson() {}

    /** {@code msg_bdrk_01} and 22 random characters. */
    static String newId(RandomGenerator random) {
        return "msg_bdrk_01" + Ids.base62(random, RANDOM_CHARACTERS);
    }

    static String stopReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN -> "end_turn";
            case MAX_TOKENS, CONTEXT_FULL -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTERED -> "refusal";
        };
    }

    static byte[] message(String id, String model, String text, GenerationResult result) {
        return whole(
                id,
                model,
                text,
                stopReason(result),
                result.stopSequence(),
                result.promptTokens(),
                result.outputTokens());
    }

    /** No model ran: its place is taken by the caller's model id, and no reason is given. */
    static byte[] blocked(String id, String requestedModelId, String text) {
        return whole(id, requestedModelId, text, null, null, 0, 0);
    }

    private static byte[] whole(
            String id,
            String model,
            String text,
            @Nullable String stopReason,
            @Nullable String stopSequence,
            int inputTokens,
            int outputTokens) {
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            json.writeStringProperty("type", "message");
            json.writeStringProperty("role", "assistant");
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("content");
            json.writeStartObject();
            json.writeStringProperty("type", "text");
            json.writeStringProperty("text", text);
            json.writeEndObject();
            json.writeEndArray();
            JsonText.nullable(json, "stop_reason", stopReason);
            JsonText.nullable(json, "stop_sequence", stopSequence);
            usage(json, inputTokens, outputTokens);
        });
    }

    static void usage(JsonGenerator json, int inputTokens, int outputTokens) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("input_tokens", inputTokens);
        json.writeNumberProperty("output_tokens", outputTokens);
        json.writeEndObject();
    }
}
