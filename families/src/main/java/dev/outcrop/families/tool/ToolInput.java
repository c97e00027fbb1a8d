package dev.outcrop.families.tool;

import dev.outcrop.inference.ToolCall;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arguments of calls, for formats that write them as an object rather than as its text. */
public final class ToolInput {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ToolInput() {}

    /** Writes them compactly; arguments that were cut off are no object, and an empty one stands for them. */
    public static void write(JsonGenerator json, String name, ToolCall call) {
        json.writeName(name);
        json.writeRawValue(compact(call.input()));
    }

    /** The text of an object without needless spaces. */
    public static String compact(String input) {
        try {
            JsonNode value = JSON.readTree(input);
            return value.isObject() ? value.toString() : "{}";
        } catch (JacksonException cutOff) {
            return "{}";
        }
    }
}
