package dev.outcrop.engines.gguf.model;

/** The nonlinearity of a feed-forward network. */
enum Activation {
    /** {@code x·sigmoid(x)}. */
    SILU,
    /** GELU in its tanh form: {@code x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))}. */
    GELU,
    /**
     * {@code g·sigmoid(1.702·g)·(u+1)} with {@code g = min(gate, 7)} and {@code u} within ±7; only for a gated network.
     */
    CLAMPED;

    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

    /** {@code up[i] = act(gate[i]) · up[i]} for {@code count} numbers. */
    void gate(float[] gate, float[] up, int count) {
        switch (this) {
            case SILU -> {
                for (int i = 0; i < count; i++) {
                    up[i] *= silu(gate[i]);
                }
            }
            case GELU -> {
                for (int i = 0; i < count; i++) {
                    up[i] *= gelu(gate[i]);
                }
            }
            case CLAMPED -> {
                for (int i = 0; i < count; i++) {
                    float g = Math.min(gate[i], 7f);
                    float u = Math.clamp(up[i], -7f, 7f);
                    up[i] = (float) (g / (1 + Math.exp(-1.702 * g))) * (u + 1);
                }
            }
        }
    }

    /** {@code values[i] = act(values[i])} for {@code count} numbers of a network without a gate. */
    void apply(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = switch (this) {
                case SILU -> silu(values[i]);
                case GELU -> gelu(values[i]);
                case CLAMPED -> throw new IllegalStateException("needs a gate");
            };
        }
    }

    private static float silu(float x) {
        return (float) (x / (1 + Math.exp(-x)));
    }

    private static float gelu(float x) {
        double inner = SQRT_2_OVER_PI * x * (1 + 0.044715 * x * x);
        return (float) (0.5 * x * (1 + Math.tanh(inner)));
    }
}
