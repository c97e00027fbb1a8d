package dev.outcrop.inference;

import java.util.List;

/**
 * One text generation.
 *
 * @param maxTokens the most tokens to generate; 0 only reads the prompt
 * @param stopSequences texts that end the generation; the match and what follows it are not part of the answer
 * @param shape the form that the answer's text must have
 * @param reasoning whether to think first, and where thoughts go
 */
public record GenerationRequest(
        Prompt prompt,
        Sampling sampling,
        int maxTokens,
        List<String> stopSequences,
        AnswerShape shape,
        Reasoning reasoning) {

    public GenerationRequest {
        if (maxTokens < 0) {
            throw new IllegalArgumentException("maxTokens must not be negative: " + maxTokens);
        }
        stopSequences = List.copyOf(stopSequences);
    }

    /** Text of any form, thoughts and all. */
    public GenerationRequest(Prompt prompt, Sampling sampling, int maxTokens, List<String> stopSequences) {
        this(prompt, sampling, maxTokens, stopSequences, AnswerShape.TEXT, Reasoning.INLINE);
    }

    /** The same request for another prompt. */
    public GenerationRequest withPrompt(Prompt other) {
        return new GenerationRequest(other, sampling, maxTokens, stopSequences, shape, reasoning);
    }

    /**
     * The generation of one of several answers to this request.
     *
     * @param index which, from 0
     */
    public GenerationRequest ofAnswer(int index) {
        return new GenerationRequest(prompt, sampling.ofAnswer(index), maxTokens, stopSequences, shape, reasoning);
    }
}
