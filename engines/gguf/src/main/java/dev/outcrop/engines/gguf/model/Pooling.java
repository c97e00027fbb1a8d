package dev.outcrop.engines.gguf.model;

import java.util.Arrays;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/** How the vectors of a text's tokens become one vector for the text. */
enum Pooling {
    /** The average over all tokens, special ones included. */
    MEAN,
    /** The first token's vector. */
    FIRST,
    /** The last token's vector. */
    LAST;

    /** Reads {@code <architecture>.pooling_type}; a model that does not pool is averaged. */
    static Pooling of(Metadata metadata, String architecture) {
        String key = architecture + ".pooling_type";
        int type = metadata.integer(key, 1);
        return switch (type) {
            case 0, 1 -> MEAN;
            case 2 -> FIRST;
            case 3 -> LAST;
            default -> throw new GgufException("The key '%s' has the unsupported value %d.".formatted(key, type));
        };
    }

    /** Pools {@code [tokens, width]}. */
    float[] apply(float[] vectors, int tokens, int width) {
        return switch (this) {
            case MEAN -> mean(vectors, tokens, width);
            case FIRST -> Arrays.copyOfRange(vectors, 0, width);
            case LAST -> Arrays.copyOfRange(vectors, (tokens - 1) * width, tokens * width);
        };
    }

    private static float[] mean(float[] vectors, int tokens, int width) {
        float[] mean = new float[width];
        for (int i = 0; i < width; i++) {
            double sum = 0;
            for (int token = 0; token < tokens; token++) {
                sum += vectors[token * width + i];
            }
            mean[i] = (float) (sum / tokens);
        }
        return mean;
    }
}
