package dev.outcrop.engines.gguf.tensor;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectorised float32 arithmetic on parts of arrays.
 *
 * <p>The result of every operation depends on its operands and the machine's vector width alone, never on how the
 * surrounding work was divided: this is what makes a batch give the same numbers as each sequence alone.
 */
public final class VectorMath {

    /** At most 16 lanes, which is what {@link #sumOfLanes} folds. */
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > 16
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** The smallest bytes vector that fills a float vector; its conversion takes {@code PARTS} of them. */
    private static final VectorSpecies<Byte> BYTES = LANES == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final int PARTS = BYTES.length() / LANES;

    private static final VectorShuffle<Float> DOWN_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
    private static final VectorShuffle<Float> DOWN_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> DOWN_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> DOWN_1 = VectorShuffle.iota(SPECIES, 1, 1, true);

    private VectorMath() {}

    /** Σ a[i]·b[i] over {@code length} elements. */
    public static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - 4 * LANES; i += 4 * LANES) {
            sum0 = fma(a, aOffset + i, b, bOffset + i, sum0);
            sum1 = fma(a, aOffset + i + LANES, b, bOffset + i + LANES, sum1);
            sum2 = fma(a, aOffset + i + 2 * LANES, b, bOffset + i + 2 * LANES, sum2);
            sum3 = fma(a, aOffset + i + 3 * LANES, b, bOffset + i + 3 * LANES, sum3);
        }
        for (; i <= length - LANES; i += LANES) {
            sum0 = fma(a, aOffset + i, b, bOffset + i, sum0);
        }
        float sum = sumOfLanes(sum0.add(sum1).add(sum2.add(sum3)));
        for (; i < length; i++) {
            sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
        }
        return sum;
    }

    /** out[i] += scale·a[i] over {@code length} elements. */
    public static void addScaled(float scale, float[] a, int aOffset, float[] out, int outOffset, int length) {
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .fma(scales, FloatVector.fromArray(SPECIES, out, outOffset + i));
            sum.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = Math.fma(a[aOffset + i], scale, out[outOffset + i]);
        }
    }

    /** out[i] = scale·bytes[i], signed, over {@code count} elements, a multiple of 16. */
    static void scaleBytes(float scale, byte[] bytes, int at, float[] out, int offset, int count) {
        for (int i = 0; i < count; i += BYTES.length()) {
            ByteVector loaded = ByteVector.fromArray(BYTES, bytes, at + i);
            for (int part = 0; part < PARTS; part++) {
                FloatVector converted = (FloatVector) loaded.convertShape(VectorOperators.B2F, SPECIES, part);
                converted.mul(scale).intoArray(out, offset + i + part * LANES);
            }
        }
    }

    /**
     * Adds the upper half of the lanes to the lower until one is left. {@link FloatVector#reduceLanes} would do, but its
     * order is unspecified and differs between interpreted and compiled code.
     */
    private static float sumOfLanes(FloatVector lanes) {
        FloatVector sum = lanes;
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(DOWN_8));
        }
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(DOWN_4));
        }
        if (LANES >= 4) {
            sum = sum.add(sum.rearrange(DOWN_2));
        }
        return sum.add(sum.rearrange(DOWN_1)).lane(0);
    }

    private static FloatVector fma(float[] a, int aOffset, float[] b, int bOffset, FloatVector sum) {
        return FloatVector.fromArray(SPECIES, a, aOffset).fma(FloatVector.fromArray(SPECIES, b, bOffset), sum);
    }
}
