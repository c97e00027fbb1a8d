package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive tokens of one sequence, to be computed in one step.
 *
 * @param cache the sequence so far; the tokens take the positions from its length on
 * @param tokens holds the ids, at {@code from} to {@code from + count}
 * @param wanted the number of tokens at the end whose logits are wanted: 0, 1 or {@code count}
 * @param logits receives {@code [wanted, vocabulary]}; null when none are wanted
 */
public record Slice(SequenceCache cache, int[] tokens, int from, int count, int wanted, float @Nullable [] logits) {

    /** Tokens of which no logits are wanted. */
    public static Slice silent(SequenceCache cache, int[] tokens, int from, int count) {
        return new Slice(cache, tokens, from, count, 0, null);
    }

    /** Tokens of which the last one's logits are wanted. */
    public static Slice last(SequenceCache cache, int[] tokens, int from, int count, float[] logits) {
        return new Slice(cache, tokens, from, count, 1, logits);
    }

    /** Tokens of which all logits are wanted. */
    public static Slice all(SequenceCache cache, int[] tokens, int from, int count, float[] logits) {
        return new Slice(cache, tokens, from, count, count, logits);
    }
}
