package dev.outcrop.families;

import java.util.List;

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

    /**
     * What several answers to one request are to those who count: the prompt once per answer, as recorded for the counting
     * headers of Cohere Command, and all tokens generated. They were cut off if one of them was.
     *
     * @param results at least one
     */
    public static GenerationResult together(List<GenerationResult> results) {
        if (results.size() == 1) {
            return results.getFirst();
        }
        return new GenerationResult(
                results.stream().mapToInt(GenerationResult::promptTokens).sum(),
                results.stream().mapToInt(GenerationResult::outputTokens).sum(),
                results.stream().map(GenerationResult::stopReason)
                        .filter(reason -> reason == StopReason.CONTENT_FILTERED).findFirst()
                        .or(() -> results.stream().map(GenerationResult::stopReason).filter(Finish::isLimit)
                                .findFirst())
                        .orElse(StopReason.END_OF_TURN),
                null);
    }

    private static boolean isLimit(StopReason reason) {
        return reason == StopReason.MAX_TOKENS || reason == StopReason.CONTEXT_FULL;
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
