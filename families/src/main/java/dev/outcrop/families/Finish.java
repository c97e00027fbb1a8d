package dev.outcrop.families;

import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.StopReason;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;

/** How generations end, in the words that several families share. */
public final class Finish {

    /** What stands for the model's result when a guardrail blocked the call before the model ran. */
    public static final GenerationResult BLOCKED = new GenerationResult(0, 0, StopReason.END_OF_TURN, null);

    private Finish() {}

    /** What the model did when a guardrail blocked what it said: its counts, and an ordinary end. */
    public static GenerationResult blocked(GenerationResult result) {
        return new GenerationResult(result.promptTokens(), result.outputTokens(), StopReason.END_OF_TURN, null);
    }

    /** {@code length} when a limit ended the generation, else {@code stop}. */
    public static String stopOrLength(GenerationResult result) {
        return switch (result.stopReason()) {
            case MAX_TOKENS, CONTEXT_FULL -> "length";
            case END_OF_TURN, STOP_SEQUENCE -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTERED -> "content_filter";
        };
    }

    /** The refusal of a prompt that does not fit, in the words of open models' servers. */
    public static ServiceException contextLength(PromptTooLongException cause) {
        return new ValidationException("This model's maximum context length is " + cause.contextLength()
                + " tokens. Please reduce the length of the prompt");
    }
}
