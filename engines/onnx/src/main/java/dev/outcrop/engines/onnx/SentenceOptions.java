package dev.outcrop.engines.onnx;

import java.util.EnumMap;
import java.util.Map;

import dev.outcrop.inference.EmbeddingPurpose;

/**
 * What a sentence encoder's files do not say about it. Immutable.
 *
 * @param maxLength tokens of one window, special ones included; 0 takes what {@code config.json} says, at most 512
 * @param prefixes words in front of texts, by what the vectors are for; purposes left out have none
 */
public record SentenceOptions(Pooling pooling, int maxLength, Map<EmbeddingPurpose, String> prefixes) {

    /** How the vectors of a window's tokens become one. */
    public enum Pooling {
        /** Their mean, special tokens included. */
        MEAN,
        /** The first one, of the token {@code [CLS]}. */
        CLS
    }

    public SentenceOptions {
        Map<EmbeddingPurpose, String> copy = new EnumMap<>(EmbeddingPurpose.class);
        copy.putAll(prefixes);
        prefixes = Map.copyOf(copy);
    }

    /** The mean of each window, no prefixes. */
    public static SentenceOptions defaults() {
        return new SentenceOptions(Pooling.MEAN, 0, Map.of());
    }
}
