package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.GenerationResult;
import tools.jackson.core.JsonGenerator;

/** The member {@code usage} of OpenAI's bodies. */
public final class Usage {

    private Usage() {}

    /**
     * What several answers to one request count: the prompt once, as OpenAI does, and all tokens generated.
     *
     * @param results at least one
     */
    public static GenerationResult of(List<GenerationResult> results) {
        GenerationResult all = Finish.together(results);
        return new GenerationResult(
                results.getFirst().promptTokens(), all.outputTokens(), all.stopReason(), all.stopSequence());
    }

    /** As {@link #of(List)}, of whole answers. */
    public static GenerationResult ofAnswers(List<Completion> answers) {
        return of(answers.stream().map(Completion::result).toList());
    }

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
