package dev.outcrop.engines.gguf.model;

import org.jspecify.annotations.Nullable;

/**
 * Normalisation of vectors of {@code weights.length} numbers.
 *
 * <p>With a bias it is layer norm, {@code (x − mean) / sqrt(variance + ε) · w + b}; without, RMS norm,
 * {@code x / sqrt(mean(x²) + ε) · w}. Sums are taken in double precision.
 */
record Norm(float[] weights, float @Nullable [] bias, float epsilon) {

    /** Normalises {@code count} consecutive vectors; {@code in} and {@code out} may be the same array. */
    void apply(float[] in, int count, float[] out) {
        int width = weights.length;
        for (int i = 0; i < count; i++) {
            if (bias == null) {
                rms(in, i * width, out);
            } else {
                layer(in, i * width, out, bias);
            }
        }
    }

    private void rms(float[] in, int at, float[] out) {
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            squares += (double) in[at + i] * in[at + i];
        }
        float scale = (float) (1 / Math.sqrt(squares / weights.length + epsilon));
        for (int i = 0; i < weights.length; i++) {
            out[at + i] = in[at + i] * scale * weights[i];
        }
    }

    private void layer(float[] in, int at, float[] out, float[] bias) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += in[at + i];
        }
        float mean = (float) (sum / weights.length);
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            double deviation = in[at + i] - mean;
            squares += deviation * deviation;
        }
        float scale = (float) (1 / Math.sqrt(squares / weights.length + epsilon));
        for (int i = 0; i < weights.length; i++) {
            out[at + i] = (in[at + i] - mean) * scale * weights[i] + bias[i];
        }
    }
}
