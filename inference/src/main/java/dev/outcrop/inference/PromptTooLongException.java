package dev.outcrop.inference;

/** The prompt alone does not fit the model's context. */
public final class PromptTooLongException extends InferenceException {
    private static final long serialVersionUID = 1L;

    private final int promptTokens;
    private final int contextLength;

    public PromptTooLongException(int promptTokens, int contextLength) {
        super("The prompt has " + promptTokens + " tokens; the model's context holds " + contextLength + ".");
        this.promptTokens = promptTokens;
        this.contextLength = contextLength;
    }

    /** Tokens of the prompt. */
    public int promptTokens() {
        return promptTokens;
    }

    /** Tokens that fit. */
    public int contextLength() {
        return contextLength;
    }
}
