package dev.outcrop.engines.gguf.tensor;

/**
 * The arithmetic that costs the time, behind one interface so that it can be replaced.
 *
 * <p>An implementation must compute each token's result from that token and the weights alone, whatever else is in the
 * batch: several sequences together then give exactly what each gives alone. Methods are called by one thread at a
 * time; how the work is spread over threads is the implementation's business.
 */
public interface Kernels {

    /**
     * {@code out = in · weightsᵀ}.
     *
     * @param in activations {@code [tokens, weights.columns()]}
     * @param out receives {@code [tokens, weights.rows()]}
     */
    void multiply(Matrix weights, float[] in, int tokens, float[] out);
}
