package dev.outcrop.inference;

/** A model that turns a text into a vector. Thread-safe. */
public interface EmbeddingModel extends AutoCloseable {

    /** What the model calls itself, for the response header {@code x-outcrop-served-by} and the logs. */
    String name();

    /** Numbers per vector. */
    int dimensions();

    /** The most tokens that a text may have, the model's own special ones included. */
    int contextLength();

    /**
     * Embeds a text.
     *
     * @throws PromptTooLongException when the text has more tokens than {@link #contextLength()}
     * @throws InferenceException when the model is closed or fails
     */
    Embedding embed(String text);

    /** Frees the model once running calls have ended. */
    @Override
    void close();
}
