package dev.outcrop.guardrails.classifier;

import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;

/** Someone to ask for a second opinion. Immutable and thread-safe. */
public interface Consultant {

    /** Kind and name of the model, for traces and the logs, such as {@code judge my-model}. */
    String name();

    /** What it can tell. */
    Set<Category> categories();

    /**
     * What it makes of a text. Blocks until it knows, at most until the deadline; whatever runs then is stopped.
     *
     * @param direction whose text it is
     * @param text not blank; as untrusted as texts are
     * @param categories what is asked for; some of {@link #categories()}
     * @return exactly one opinion for each of them
     * @throws NoOpinionException when it has none: it failed, is late, or cannot be understood
     * @throws InterruptedException when the thread is interrupted; whatever runs is stopped
     */
    Map<Category, Confidence> opinion(Direction direction, String text, Set<Category> categories, Deadline deadline)
            throws NoOpinionException, InterruptedException;
}
