package dev.outcrop.inference;

import java.util.List;
import java.util.concurrent.Future;

/** A model that says how well labels fit a text. Thread-safe. */
public interface SequenceClassifier extends AutoCloseable {

    /** What the model calls itself, for traces and the logs. */
    String name();

    /** What it tells apart, in the order of its probabilities. */
    List<String> labels();

    /**
     * Starts to classify a text of any length and returns at once. The future ends with the probability of each label,
     * 0 to 1, in as many windows as it takes, in order, with no token left out; a text without a token has no window. It
     * fails with an {@link InferenceException} when the model is closed or fails. Cancelling it ends the work before the
     * next window.
     */
    Future<List<float[]>> classify(String text);

    /** Frees the model once running windows have ended; what has not begun is cancelled. */
    @Override
    void close();
}
