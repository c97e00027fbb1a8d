package dev.outcrop.families.converse;

import java.util.List;
import java.util.Map;

import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What surrounds an answer, whole or streamed: the members that only the request and the model decide. Immutable.
 *
 * @param fields paths into the native body that the caller asked for
 * @param latency {@code performanceConfig.latency} of the request, or null
 * @param tier {@code serviceTier.type} of the request, or null
 */
public record ConverseEnvelope(
        ConverseModel model, List<JsonPointer> fields, @Nullable String latency, @Nullable String tier) {

    /** The stop reason of an answer that a guardrail masked or blocked. */
    public static final String INTERVENED = "guardrail_intervened";

    /** The stop reason of an answer with a call whose arguments the model got wrong. */
    static final String MALFORMED = "malformed_tool_use";

    private static final JsonMapper JSON = JsonMapper.shared();

    public ConverseEnvelope {
        fields = List.copyOf(fields);
    }

    /**
     * Reads it from the input of a call.
     *
     * @param input by member name, as bound
     * @throws ValidationException when a path is no JSON pointer
     */
    public static ConverseEnvelope of(ConverseModel model, Map<?, ?> input) {
        List<String> paths = input.get("additionalModelResponseFieldPaths") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new ConverseEnvelope(
                model,
                AdditionalFields.pointers(paths),
                member(input.get("performanceConfig"), "latency"),
                member(input.get("serviceTier"), "type"));
    }

    private static @Nullable String member(@Nullable Object structure, String name) {
        return structure instanceof Map<?, ?> map ? (String) map.get(name) : null;
    }

    /** The stop reason in Converse's words (user guide, "Converse API": the reasons that each family tells). */
    public String stopReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN -> "end_turn";
            case MAX_TOKENS, CONTEXT_FULL -> "max_tokens";
            case STOP_SEQUENCE -> model.stopReason() ? "stop_sequence" : "end_turn";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTERED -> "content_filtered";
        };
    }

    /** What the model really stopped for: a call with arguments that are no object cannot be made. */
    public String stopReason(Answer answer, GenerationResult result) {
        boolean malformed = result.stopReason().isOwnEnd()
                && answer.calls().stream().anyMatch(call -> !ToolInput.isObject(call.input()));
        return malformed ? MALFORMED : stopReason(result);
    }

    /** The member {@code additionalModelResponseFields}; absent when nothing was asked for or there is nothing. */
    public void writeFields(JsonGenerator json, byte @Nullable [] nativeBody) {
        if (fields.isEmpty() || nativeBody == null) {
            return;
        }
        ObjectNode selected = AdditionalFields.select(JSON.readTree(nativeBody), fields);
        if (!selected.isEmpty()) {
            json.writeName("additionalModelResponseFields");
            json.writeRawValue(selected.toString());
        }
    }

    /** The member {@code metrics}. */
    public static void writeMetrics(JsonGenerator json, long latencyMillis) {
        json.writeObjectPropertyStart("metrics");
        json.writeNumberProperty("latencyMs", latencyMillis);
        json.writeEndObject();
    }

    /** The members {@code performanceConfig} and {@code serviceTier}: what the caller said, carried out. */
    public void writeService(JsonGenerator json) {
        if (latency != null) {
            json.writeObjectPropertyStart("performanceConfig");
            json.writeStringProperty("latency", latency);
            json.writeEndObject();
        }
        if (tier != null) {
            json.writeObjectPropertyStart("serviceTier");
            json.writeStringProperty("type", tier);
            json.writeEndObject();
        }
    }

    /** The member {@code usage}. Nothing is cached; models that cache say so under both spellings, as recorded. */
    public void writeUsage(JsonGenerator json, GenerationResult result) {
        json.writeObjectPropertyStart("usage");
        if (model.caches()) {
            json.writeNumberProperty("cacheReadInputTokenCount", 0);
            json.writeNumberProperty("cacheReadInputTokens", 0);
            json.writeNumberProperty("cacheWriteInputTokenCount", 0);
            json.writeNumberProperty("cacheWriteInputTokens", 0);
        }
        json.writeNumberProperty("inputTokens", result.promptTokens());
        json.writeNumberProperty("outputTokens", result.outputTokens());
        json.writeNumberProperty("totalTokens", (long) result.promptTokens() + result.outputTokens());
        json.writeEndObject();
    }
}
