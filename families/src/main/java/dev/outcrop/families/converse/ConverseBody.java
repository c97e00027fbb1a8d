package dev.outcrop.families.converse;

import java.util.function.Consumer;

import dev.outcrop.families.Ids;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.ThoughtSignature;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the body of a whole answer, members sorted by name as the service does. */
public final class ConverseBody {

    /** Writes nothing: no guardrail looked at the answer, or its trace was not asked for. */
    public static final Consumer<JsonGenerator> NO_TRACE = json -> {};

    private ConverseBody() {}

    /**
     * One body.
     *
     * @param stopReason in Converse's words
     * @param latencyMillis since the request came
     * @param nativeBody the answer as the family writes it, for the fields that the caller asked for; null if none
     * @param trace writes the member {@code trace}, or nothing
     */
    public static byte[] write(
            ConverseEnvelope envelope,
            Answer answer,
            GenerationResult result,
            String stopReason,
            long latencyMillis,
            byte @Nullable [] nativeBody,
            Consumer<JsonGenerator> trace) {
        return JsonText.object(json -> {
            envelope.writeFields(json, nativeBody);
            ConverseEnvelope.writeMetrics(json, latencyMillis);
            json.writeObjectPropertyStart("output");
            json.writeObjectPropertyStart("message");
            json.writeArrayPropertyStart("content");
            content(json, ToolInput.withoutBroken(answer), envelope.model().signsThoughts());
            json.writeEndArray();
            json.writeStringProperty("role", "assistant");
            json.writeEndObject();
            json.writeEndObject();
            envelope.writeService(json);
            json.writeStringProperty("stopReason", stopReason);
            trace.accept(json);
            envelope.writeUsage(json, result);
        });
    }

    /** Thoughts, words, calls that can be made; words that are not there are left out unless there is nothing else. */
    private static void content(JsonGenerator json, Answer answer, boolean signed) {
        if (!answer.reasoning().isEmpty()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("reasoningContent");
            json.writeObjectPropertyStart("reasoningText");
            if (signed) {
                json.writeStringProperty("signature", ThoughtSignature.of(answer.reasoning()));
            }
            json.writeStringProperty("text", answer.reasoning());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        if (!answer.text().isEmpty() || (answer.reasoning().isEmpty() && answer.calls().isEmpty())) {
            json.writeStartObject();
            json.writeStringProperty("text", answer.text());
            json.writeEndObject();
        }
        for (ToolCall call : answer.calls()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("toolUse");
            ToolInput.write(json, "input", call);
            json.writeStringProperty("name", call.name());
            json.writeStringProperty("toolUseId", Ids.toolUse());
            json.writeEndObject();
            json.writeEndObject();
        }
    }
}
