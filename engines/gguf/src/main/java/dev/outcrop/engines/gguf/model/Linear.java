package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.tensor.Kernels;
import dev.outcrop.engines.gguf.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/** {@code y = W·x + b}, or without {@code b}. */
record Linear(Matrix weights, float @Nullable [] bias) {

    int rows() {
        return weights.rows();
    }

    /** Computes {@code [tokens, rows]} from {@code [tokens, columns]}. */
    void apply(Kernels kernels, float[] in, int tokens, float[] out) {
        kernels.multiply(weights, in, tokens, out);
        if (bias != null) {
            for (int token = 0; token < tokens; token++) {
                int at = token * bias.length;
                for (int i = 0; i < bias.length; i++) {
                    out[at + i] += bias[i];
                }
            }
        }
    }
}
