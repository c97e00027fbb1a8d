package dev.outcrop.inference;

import java.util.List;

/**
 * One text generation.
 *
 * @param maxTokens the most tokens to generate; 0 only reads the prompt
 * @param stopSequences texts that end the generation; the match and what follows it are not part of the answer
 */
public record GenerationRequest(Prompt prompt, Sampling sampling, int maxTokens, List<String> stopSequences) {

    public GenerationRequest {
        if (maxTokens < 0) {
            throw new IllegalArgumentException("maxTokens must not be negative: " + maxTokens);
        }
        stopSequences = List.copyOf(stopSequences);
    }

    /** The same request for another prompt. */
    public GenerationRequest withPrompt(Prompt other) {
        return new GenerationRequest(other, sampling, maxTokens, stopSequences);
    }
}
