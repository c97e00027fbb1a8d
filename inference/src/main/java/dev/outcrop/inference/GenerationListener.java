package dev.outcrop.inference;

/**
 * Receives one generation as it happens.
 *
 * <p>Calls never overlap and come in the order {@code onStart (onText | onReasoning | onToolCall onToolInput*)* (onEnd | onFailure)}; {@code onFailure} may come
 * without {@code onStart}. After {@link Generation#cancel()} no further call begins. Calls come from an engine thread,
 * so they must return quickly and must not block; a listener that cannot keep up uses {@link Generation#pause()}.
 */
public interface GenerationListener {

    /** The prompt has been read and is about to be processed. */
    void onStart(int promptTokens);

    /**
     * One token was generated.
     *
     * @param text what it adds to the answer: never half a character, never part of a stop sequence, so it may be empty
     *     while text is held back
     * @param outputTokens tokens generated so far, this one included
     */
    void onText(String text, int outputTokens);

    /**
     * One token of thought was generated; only when {@link GenerationRequest#reasoning()} keeps thoughts apart.
     *
     * @param text what it adds to the thoughts, under the rules of {@link #onText}
     */
    default void onReasoning(String text, int outputTokens) {
        throw new IllegalStateException("Thoughts were not asked for");
    }

    /**
     * The model begins to ask for a tool; only when the prompt offers tools. Its arguments follow.
     *
     * @param id unique within the conversation
     */
    default void onToolCall(String id, String name, int outputTokens) {
        throw new IllegalStateException("No tool was offered");
    }

    /**
     * A piece of the arguments of the call that began last. All pieces together are one JSON object, unless the answer
     * was cut off.
     */
    default void onToolInput(String json, int outputTokens) {
        throw new IllegalStateException("No tool was offered");
    }

    /** The generation is complete. Text held back until now was delivered before. */
    void onEnd(GenerationResult result);

    /** The generation failed: an {@link InferenceException}, or a defect of the engine. */
    void onFailure(RuntimeException failure);
}
