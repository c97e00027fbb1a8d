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

    /**
     * One token of thought; only of an invocation that asked to keep thoughts apart.
     *
     * @param text what it adds; may be empty
     */
    default void reasoning(String text, int outputTokens) {
        throw new IllegalStateException("This format has no place for thoughts");
    }

    /** The model begins to ask for a tool; only of an invocation that offered some. */
    default void toolCall(String id, String name, int outputTokens) {
        throw new IllegalStateException("This format has no place for tools");
    }

    /** A piece of the arguments of the call that began last: JSON text. */
    default void toolInput(String json, int outputTokens) {
        throw new IllegalStateException("This format has no place for tools");
    }

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
