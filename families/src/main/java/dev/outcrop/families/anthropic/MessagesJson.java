package dev.outcrop.families.anthropic;

import java.util.random.RandomGenerator;

import dev.outcrop.families.Finish;
import dev.outcrop.families.Ids;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.ThoughtSignature;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.ToolCall;
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

    /** {@code toolu_bdrk_01} and 22 random characters. */
    static String newToolId(RandomGenerator random) {
        return "toolu_bdrk_01" + Ids.base62(random, RANDOM_CHARACTERS);
    }

    static byte[] message(String id, String model, Answer answer, GenerationResult result, RandomGenerator random) {
        return whole(
                id, model, ToolInput.writable(answer, result), random, stopReason(result), result.stopSequence(),
                result);
    }

    /** No model ran: its place is taken by the caller's model id, and no reason is given. */
    static byte[] blocked(String id, String requestedModelId, String text, RandomGenerator random) {
        return whole(id, requestedModelId, Answer.of(text), random, null, null, Finish.BLOCKED);
    }

    private static byte[] whole(
            String id,
            String model,
            Answer answer,
            RandomGenerator random,
            @Nullable String stopReason,
            @Nullable String stopSequence,
            GenerationResult result) {
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            json.writeStringProperty("type", "message");
            json.writeStringProperty("role", "assistant");
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("content");
            writeContent(json, answer, random);
            json.writeEndArray();
            JsonText.nullable(json, "stop_reason", stopReason);
            JsonText.nullable(json, "stop_sequence", stopSequence);
            usage(json, result.promptTokens(), result.outputTokens());
        });
    }

    /** Thoughts, text, calls; an answer of nothing is an empty text. */
    private static void writeContent(JsonGenerator json, Answer answer, RandomGenerator random) {
        if (!answer.reasoning().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("type", "thinking");
            json.writeStringProperty("thinking", answer.reasoning());
            json.writeStringProperty("signature", ThoughtSignature.of(answer.reasoning()));
            json.writeEndObject();
        }
        if (!answer.text().isEmpty() || answer.calls().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("type", "text");
            json.writeStringProperty("text", answer.text());
            json.writeEndObject();
        }
        for (ToolCall call : answer.calls()) {
            json.writeStartObject();
            json.writeStringProperty("type", "tool_use");
            json.writeStringProperty("id", newToolId(random));
            json.writeStringProperty("name", call.name());
            ToolInput.write(json, "input", call);
            json.writeEndObject();
        }
    }

    static void usage(JsonGenerator json, int inputTokens, int outputTokens) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("input_tokens", inputTokens);
        json.writeNumberProperty("output_tokens", outputTokens);
        json.writeEndObject();
    }
}
