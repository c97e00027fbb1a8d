package dev.outcrop.inference;

import org.jspecify.annotations.Nullable;

/**
 * How a generation ended.
 *
 * @param promptTokens tokens of the prompt as the model read it
 * @param outputTokens tokens generated, the end-of-turn token not counted
 * @param stopSequence the stop sequence that was met, only with {@link StopReason#STOP_SEQUENCE}
 */
public record GenerationResult(
        int promptTokens, int outputTokens, StopReason stopReason, @Nullable String stopSequence) {}
