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
}
