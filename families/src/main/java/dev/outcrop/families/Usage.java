package dev.outcrop.families;

import dev.outcrop.inference.GenerationResult;
import tools.jackson.core.JsonGenerator;

/** The member {@code usage} of OpenAI's bodies. */
public final class Usage {

    private Usage() {}

    /** The member. */
    public static void write(JsonGenerator json, GenerationResult result) {
        json.writeObjectPropertyStart("usage");
        writeCounts(json, result);
        json.writeEndObject();
    }

    /** What stands in it. */
    public static void writeCounts(JsonGenerator json, GenerationResult result) {
        json.writeNumberProperty("prompt_tokens", result.promptTokens());
        json.writeNumberProperty("completion_tokens", result.outputTokens());
        json.writeNumberProperty("total_tokens", (long) result.promptTokens() + result.outputTokens());
    }
}
