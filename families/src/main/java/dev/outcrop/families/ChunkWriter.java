package dev.outcrop.families;

import dev.outcrop.inference.GenerationResult;

/** Turns one token stream into the family's chunks. Not thread-safe; one per stream. */
public interface ChunkWriter {

    /** The prompt was read. */
    void start(int promptTokens);

    /**
     * One token.
     *
     * @param text what it adds; may be empty
     * @param outputTokens tokens so far
     */
    void text(String text, int outputTokens);

    /** The generation is complete. */
    void end(GenerationResult result);

    /**
     * A guardrail blocked the rest of the answer: its message in the place of that, then the end. In place of
     * {@link #end}.
     *
     * @param result what the model had done until then
     */
    default void endBlocked(String message, GenerationResult result) {
        text(message, result.outputTokens());
        end(Finish.blocked(result));
    }
}
