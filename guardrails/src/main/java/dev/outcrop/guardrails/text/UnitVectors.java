package dev.outcrop.guardrails.text;

/** Arithmetic on vectors of length 1, whose dot product is the cosine of the angle between them. */
public final class UnitVectors {

    private UnitVectors() {}

    /** The cosine of two vectors of length 1, in four sums that the processor adds at the same time. */
    public static float cosine(float[] a, float[] b) {
        return cosine(a, 0, b, 0, a.length);
    }

    /**
     * The cosine of two vectors of length 1 that lie within longer arrays.
     *
     * @param length of the vectors
     */
    public static float cosine(float[] a, int fromA, float[] b, int fromB, int length) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            sum0 += a[fromA + i] * b[fromB + i];
            sum1 += a[fromA + i + 1] * b[fromB + i + 1];
            sum2 += a[fromA + i + 2] * b[fromB + i + 2];
            sum3 += a[fromA + i + 3] * b[fromB + i + 3];
        }
        for (; i < length; i++) {
            sum0 += a[fromA + i] * b[fromB + i];
        }
        return sum0 + sum1 + sum2 + sum3;
    }

    /** Scales a vector to length 1, in place; one of length 0 stays what it is. */
    public static float[] normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    /** Adds {@code weight * addend} to a vector, in place. */
    public static void add(float[] vector, float[] addend, float weight) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += weight * addend[i];
        }
    }
}
