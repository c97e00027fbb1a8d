package dev.outcrop.inference;

/** Why a generation ended. */
public enum StopReason {
    /** The model ended its turn. */
    END_OF_TURN,
    /** {@link GenerationRequest#maxTokens()} were generated. */
    MAX_TOKENS,
    /** One of {@link GenerationRequest#stopSequences()} was generated. */
    STOP_SEQUENCE,
    /** The model asks for tools to be called. */
    TOOL_CALLS,
    /** The model, or what stands before it, withheld the rest of the answer. */
    CONTENT_FILTERED,
    /** Prompt and answer together filled the model's context. */
    CONTEXT_FULL;

    /** Whether the model came to an end of its own, so that nothing it began was cut off. */
    public boolean isOwnEnd() {
        return switch (this) {
            case END_OF_TURN, TOOL_CALLS -> true;
            case MAX_TOKENS, STOP_SEQUENCE, CONTENT_FILTERED, CONTEXT_FULL -> false;
        };
    }
}
