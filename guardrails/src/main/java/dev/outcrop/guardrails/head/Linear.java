package dev.outcrop.guardrails.head;

/**
 * {@code y = W x + b}. Immutable and thread-safe.
 *
 * <p>The matrix is kept with one run of outputs per input, so that the inner loop adds arrays: the compiler turns that into
 * vector instructions, which it may not do with the sum of a dot product.
 */
public final class Linear {
    private final int inputs;
    private final int outputs;
    /** {@code [inputs * outputs]} */
    private final float[] columns;

    private final float[] bias;

    /**
     * @param weight {@code [outputs * inputs]}, row-major, copied
     * @param bias {@code [outputs]}, copied
     * @throws WeightsException when sizes do not fit
     */
    public Linear(int inputs, int outputs, float[] weight, float[] bias) {
        if ((long) inputs * outputs != weight.length || bias.length != outputs) {
            throw new WeightsException(weight.length + " weights from " + inputs + " to " + outputs);
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.bias = bias.clone();
        columns = new float[weight.length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                columns[i * outputs + o] = weight[o * inputs + i];
            }
        }
    }

    public int inputs() {
        return inputs;
    }

    public int outputs() {
        return outputs;
    }

    /** A new array with the outputs for one row of inputs. */
    public float[] apply(float[] x) {
        float[] y = new float[outputs];
        apply(x, 0, y, 0);
        return y;
    }

    /**
     * Reads {@code inputs} numbers of {@code x} and overwrites {@code outputs} numbers of {@code y}, which must be another
     * array.
     */
    public void apply(float[] x, int from, float[] y, int to) {
        begin(y, to);
        add(0, x, from, inputs, y, to);
    }

    /** Adds what some of the inputs, beginning with one, contribute to the outputs; without the bias. */
    public void add(int firstInput, float[] x, int from, int count, float[] y, int to) {
        for (int i = 0; i < count; i++) {
            float value = x[from + i];
            if (value != 0) {
                int column = (firstInput + i) * outputs;
                for (int o = 0; o < outputs; o++) {
                    y[to + o] += value * columns[column + o];
                }
            }
        }
    }

    /** Writes the bias alone: where {@link #add} goes on. */
    public void begin(float[] y, int to) {
        System.arraycopy(bias, 0, y, to, outputs);
    }
}
