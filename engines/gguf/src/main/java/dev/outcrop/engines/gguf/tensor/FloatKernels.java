package dev.outcrop.engines.gguf.tensor;

/**
 * Exact arithmetic: weights are dequantised to float32 and multiplied with float32 activations.
 *
 * <p>Each row is decoded once per call into a buffer that stays in the first-level cache and is then multiplied with
 * all tokens, so a prompt pays for decoding once. A single product is one {@link VectorMath#dot}, whatever the number
 * of tokens, and therefore the same to the last bit alone and in a batch.
 */
public final class FloatKernels implements Kernels {

    private final Workers workers;
    private final RowBuffer[] buffers;

    public FloatKernels(Workers workers) {
        this.workers = workers;
        this.buffers = new RowBuffer[workers.count()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new RowBuffer();
        }
    }

    @Override
    public void multiply(Matrix weights, float[] in, int tokens, float[] out) {
        workers.forEach(weights.rows(), (long) weights.columns() * tokens, (from, to, worker) -> {
            RowBuffer buffer = buffers[worker].fit(weights);
            int columns = weights.columns();
            for (int row = from; row < to; row++) {
                weights.decodeRow(row, buffer.raw, buffer.values, 0);
                for (int token = 0; token < tokens; token++) {
                    out[token * weights.rows() + row] = VectorMath.dot(
                            buffer.values, 0, in, token * columns, columns);
                }
            }
        });
    }

    /** One worker's copy of a row, grown to the widest matrix it has seen. */
    private static final class RowBuffer {
        private byte[] raw = {};
        private float[] values = {};

        RowBuffer fit(Matrix weights) {
            if (raw.length < weights.rowBytes()) {
                raw = new byte[(int) weights.rowBytes()];
            }
            if (values.length < weights.columns()) {
                values = new float[weights.columns()];
            }
            return this;
        }
    }
}
