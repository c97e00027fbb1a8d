package dev.outcrop.evaluation.dataset;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One prompt of a data set.
 *
 * @param line where it stands, counted from 1
 * @param source the line as it was given, keys that mean nothing here too
 * @param reference the right answer, or several separated by {@code <OR>}; null when there is none
 * @param category null when it belongs to none
 * @param responses answers that came with the data set
 */
public record PromptRecord(
        long line,
        JsonNode source,
        String prompt,
        @Nullable String reference,
        @Nullable String category,
        List<GivenResponse> responses) {

    /** An answer that came with the data set, and who gave it. */
    public record GivenResponse(String response, String modelIdentifier) {}

    public PromptRecord {
        responses = List.copyOf(responses);
    }
}
