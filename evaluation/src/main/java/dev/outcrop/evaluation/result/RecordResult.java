package dev.outcrop.evaluation.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.evaluation.dataset.PromptRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record.
 *
 * @param modelIdentifier who answered
 * @param response the answer, or null when there is none
 * @param metrics in the order that the job names them
 * @param details what is known beside the documented keys
 */
public record RecordResult(
        PromptRecord record,
        String modelIdentifier,
        @Nullable String response,
        List<MetricResult> metrics,
        Details details) {

    public RecordResult {
        metrics = List.copyOf(metrics);
    }

    /**
     * What Outcrop adds.
     *
     * @param scores every score that was computed, by name
     * @param perturbed the prompt written otherwise, with the answers
     * @param error why there is no answer, or null
     * @param millis how long the answer took
     * @param implementations what computed each metric, by its name
     */
    public record Details(
            Map<String, Double> scores,
            List<Perturbed> perturbed,
            @Nullable Failure error,
            long millis,
            int inputTokens,
            int outputTokens,
            Map<String, String> implementations) {

        public Details {
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
            perturbed = List.copyOf(perturbed);
            implementations = Collections.unmodifiableMap(new LinkedHashMap<>(implementations));
        }
    }

    /** A changed prompt and its answer, null when there is none. */
    public record Perturbed(String kind, String prompt, @Nullable String response) {}

    /** Why there is no answer. */
    public record Failure(String code, String message, int attempts) {}
}
