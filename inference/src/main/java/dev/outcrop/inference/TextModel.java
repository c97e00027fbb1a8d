package dev.outcrop.inference;

import java.util.Optional;

/** A model that generates text. Thread-safe: any number of generations may run at once. */
public interface TextModel extends AutoCloseable {

    /** What the model calls itself, for the response header {@code x-outcrop-served-by} and the logs. */
    String name();

    /** The most tokens that prompt and answer may have together. */
    int contextLength();

    /** Whether it sees {@link Part.Image}s; a model that does not must not be asked with one. */
    default boolean readsImages() {
        return false;
    }

    /**
     * Number of tokens that the model reads for this prompt, template and BOS included.
     *
     * <p>May take time linear in the prompt; not for event loops.
     */
    int countTokens(Prompt prompt);

    /**
     * Starts a generation and returns at once.
     *
     * @throws OverloadedException when the engine's queue is full
     */
    Generation generate(GenerationRequest request, GenerationListener listener);

    /** How busy the engine behind it is; empty when that is not known here. */
    default Optional<EngineLoad> load() {
        return Optional.empty();
    }

    /** Cancels what runs and frees the model. Listeners of cancelled generations hear an {@link InferenceException}. */
    @Override
    void close();
}
