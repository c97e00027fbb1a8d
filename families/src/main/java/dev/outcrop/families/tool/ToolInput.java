package dev.outcrop.families.tool;

import java.util.List;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.wire.error.ModelErrorException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The arguments of calls, for formats that write them as an object rather than as its text.
 *
 * <p>Such a format has no place for arguments that are no object, and an empty object in their place would be a call that
 * the model never made. So a call that was cut off is left out, as the stop reason says why; one that the model itself
 * ended wrongly makes the whole answer a model's error.
 */
public final class ToolInput {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ToolInput() {}

    /** Whether this is the text of one whole JSON object. */
    public static boolean isObject(String json) {
        try {
            return JSON.readTree(json).isObject();
        } catch (JacksonException noJson) {
            return false;
        }
    }

    /**
     * What can be written of an answer: calls that were cut off are left out.
     *
     * @throws ModelErrorException when the model came to its own end, and a call's arguments are no object all the same
     */
    public static Answer writable(Answer answer, GenerationResult result) {
        Answer whole = withoutBroken(answer);
        if (whole.calls().size() < answer.calls().size()) {
            requireCutOff(result.stopReason());
        }
        return whole;
    }

    /**
     * For streams, which have sent the arguments of a call by the time that they turn out to be no object.
     *
     * @param ended why the answer that has the call ended
     * @throws ModelErrorException when the model came to its own end
     */
    public static void requireCutOff(StopReason ended) {
        if (ended.isOwnEnd()) {
            throw new ModelErrorException(
                    "The model asked for a tool with arguments that are not a JSON object. Try your"
                            + " request again.");
        }
    }

    /** The same answer without the calls that cannot be made. */
    public static Answer withoutBroken(Answer answer) {
        List<ToolCall> whole = answer.calls().stream().filter(call -> isObject(call.input())).toList();
        return whole.size() == answer.calls().size() ? answer : new Answer(answer.text(), answer.reasoning(), whole);
    }

    /** Writes the arguments of a call that {@link #writable} has left, without needless spaces. */
    public static void write(JsonGenerator json, String name, ToolCall call) {
        JsonNode input = JSON.readTree(call.input());
        json.writeName(name);
        json.writeRawValue(input.toString());
    }
}
