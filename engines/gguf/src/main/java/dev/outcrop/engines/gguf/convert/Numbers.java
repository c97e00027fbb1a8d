package dev.outcrop.engines.gguf.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.safetensors.NumberFormat;

/**
 * Reads numbers as safetensors store them and writes them as GGUF does; little-endian both.
 *
 * <p>Float32 is rounded to float16 to the nearest, ties to even. Q8_0 has the scale {@code max|x| / 127} in float16 and
 * numbers rounded to the nearest multiple of the unrounded scale, halves away from zero, as the format's reference
 * quantiser does, so that files are equal byte for byte.
 */
final class Numbers {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(
            short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BLOCK = 32;
    private static final int BLOCK_BYTES = 34;

    private Numbers() {}

    /** Whether models with numbers of this format can be converted. */
    static boolean supports(NumberFormat format) {
        return switch (format) {
            case F16, BF16, F32 -> true;
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, F64, I64, U64 -> false;
        };
    }

    /** Reads {@code count} numbers from the beginning of {@code raw}. */
    static void read(NumberFormat format, byte[] raw, int count, float[] out) {
        switch (format) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat((int) INT.get(raw, 4 * i));
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.float16ToFloat((short) SHORT.get(raw, 2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat((short) SHORT.get(raw, 2 * i) << 16);
                }
            }
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, F64, I64, U64 ->
                throw new IllegalArgumentException(format.name());
        }
    }

    /**
     * Writes {@code count} numbers to the beginning of {@code out}; for Q8_0 a multiple of 32.
     *
     * @return bytes written
     */
    static int write(TensorType type, float[] numbers, int count, byte[] out) {
        switch (type) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    INT.set(out, 4 * i, Float.floatToRawIntBits(numbers[i]));
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    SHORT.set(out, 2 * i, Float.floatToFloat16(numbers[i]));
                }
            }
            case Q8_0 -> {
                for (int block = 0; block < count / BLOCK; block++) {
                    quantize(numbers, block * BLOCK, out, block * BLOCK_BYTES);
                }
            }
            case Q4_0, Q4_1, Q5_0, Q5_1, Q8_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, Q8_K, IQ2_XXS, IQ2_XS, IQ3_XXS, IQ1_S,
                    IQ4_NL, IQ3_S, IQ2_S, IQ4_XS, I8, I16, I32, I64, F64, IQ1_M, BF16, TQ1_0, TQ2_0, MXFP4, NVFP4 ->
                throw new IllegalArgumentException(type.name());
        }
        return (int) type.rowBytes(count);
    }

    private static void quantize(float[] numbers, int from, byte[] out, int at) {
        float largest = 0;
        for (int i = from; i < from + BLOCK; i++) {
            largest = Math.max(largest, Math.abs(numbers[i]));
        }
        float scale = largest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        SHORT.set(out, at, Float.floatToFloat16(scale));
        for (int i = 0; i < BLOCK; i++) {
            float scaled = numbers[from + i] * inverse;
            out[at + 2 + i] = (byte) (scaled + Math.copySign(0.5f, scaled));
        }
    }

    /** The largest magnitude; NaN when one of the numbers is. */
    static float largest(float[] numbers, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(numbers[i]));
        }
        return largest;
    }

    /** Whether 16-bit numbers, which are copied without being read, are all finite. */
    static boolean areFinite(NumberFormat format, byte[] raw, int count) {
        int exponent = format == NumberFormat.BF16 ? 0x7F80 : 0x7C00;
        boolean finite = true;
        for (int i = 0; i < count; i++) {
            finite &= ((short) SHORT.get(raw, 2 * i) & exponent) != exponent;
        }
        return finite;
    }
}
