package dev.outcrop.inference;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 chooses the most likely token; otherwise logits are divided by it
 * @param topK keep the k most likely tokens; 0 keeps all
 * @param topP keep the smallest set of tokens whose probabilities reach p; 1 keeps all
 * @param minP drop tokens less likely than minP times the most likely one; 0 keeps all
 * @param repetitionPenalty divide (positive) or multiply (negative) the logit of a token seen before; 1 is none
 * @param frequencyPenalty subtracted from a token's logit once per earlier occurrence in the answer
 * @param presencePenalty subtracted once from the logit of every token that occurs in the answer
 * @param logitBias added to the logits of the tokens with these ids
 * @param seed makes the choice repeatable
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        double frequencyPenalty,
        double presencePenalty,
        Map<Integer, Double> logitBias,
        OptionalLong seed) {

    /** Always the most likely token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 0, 0, Map.of(), OptionalLong.empty());

    public Sampling {
        logitBias = Map.copyOf(logitBias);
    }

    /** The three settings that nearly every family has. */
    public static Sampling of(double temperature, int topK, double topP) {
        return new Sampling(temperature, topK, topP, 0, 1, 0, 0, Map.of(), OptionalLong.empty());
    }

    /**
     * The choice for one of several answers: each has a seed of its own, counted on from a given one, so that they differ
     * and can still be repeated.
     *
     * @param index which answer, from 0
     */
    public Sampling ofAnswer(int index) {
        return index == 0 || seed.isEmpty()
                ? this
                : new Sampling(
                        temperature,
                        topK,
                        topP,
                        minP,
                        repetitionPenalty,
                        frequencyPenalty,
                        presencePenalty,
                        logitBias,
                        OptionalLong.of(seed.getAsLong() + index));
    }
}
