package dev.outcrop.inference;

import java.util.List;

/** A model that turns texts into vectors. Thread-safe. */
public interface EmbeddingModel extends AutoCloseable {

    /** What the model calls itself, for the response header {@code x-outcrop-served-by} and the logs. */
    String name();

    /** Numbers per vector. */
    int dimensions();

    /**
     * Tokens that the model reads at once, its own special ones included. Engines that can read a longer text in several
     * windows do.
     */
    int contextLength();

    /**
     * Embeds a text, whatever it is for.
     *
     * @throws PromptTooLongException when the text is too long for an engine that has no windows
     * @throws InferenceException when the model is closed or fails, or the thread is interrupted
     */
    Embedding embed(String text);

    /**
     * Embeds texts, in the order given. An interrupt ends it between two runs of the model.
     *
     * <p>This default is for engines that cannot count tokens beforehand: they read every text whole, whatever it is
     * for, and say afterwards that one was too long.
     *
     * @throws PromptTooLongException when a text has too many tokens and may not be cut
     * @throws InferenceException as {@link #embed(String)}
     */
    default List<Embedding> embed(EmbeddingRequest request) {
        return request.texts().stream().map(text -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new InferenceException("The embedding was interrupted.");
            }
            Embedding embedding = embed(text);
            if (embedding.tokens() > request.mostTokens()
                    && request.overflow() == EmbeddingRequest.Overflow.REFUSE) {
                throw new PromptTooLongException(embedding.tokens(), request.mostTokens());
            }
            return embedding;
        }).toList();
    }

    /** Frees the model once running calls have ended. */
    @Override
    void close();
}
