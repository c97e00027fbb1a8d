package dev.outcrop.engines.gguf.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.outcrop.engines.gguf.file.TensorType;

/**
 * Turns stored blocks into the float32 numbers they stand for, exactly as the GGUF format defines them.
 *
 * <p>The order of the multiplications is part of the definition: it decides the last bit. Types with 32 elements per
 * block and plain numbers are here, those with 256 in {@link SuperBlocks}. In all 32-element types with nibbles, byte
 * {@code i} holds element {@code i} in its low half and element {@code i + 16} in its high half.
 */
final class Dequantizer {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);

    /** Twice the value of each 4-bit float of MXFP4, in the order of its codes. */
    private static final byte[] MXFP4_VALUES = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private static final byte[] IQ4_NL_VALUES = {
            -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    private Dequantizer() {}

    static boolean supports(TensorType type) {
        return switch (type) {
            case F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, MXFP4, IQ4_NL -> true;
            case Q8_1, Q8_K, IQ2_XXS, IQ2_XS, IQ3_XXS, IQ1_S, IQ3_S, IQ2_S, IQ4_XS, I8, I16, I32, I64, F64, IQ1_M,
                    TQ1_0, TQ2_0, NVFP4 ->
                false;
        };
    }

    /**
     * Decodes {@code count} elements.
     *
     * @param raw the blocks, from index 0
     * @param count a multiple of the type's block length
     * @param out receives the numbers from {@code offset} on
     */
    static void decode(TensorType type, byte[] raw, int count, float[] out, int offset) {
        switch (type) {
            case F32 -> f32(raw, count, out, offset);
            case F16 -> f16(raw, count, out, offset);
            case BF16 -> bf16(raw, count, out, offset);
            case Q4_0 -> q4x0(raw, count, out, offset);
            case Q4_1 -> q4x1(raw, count, out, offset);
            case Q5_0 -> q5x0(raw, count, out, offset);
            case Q5_1 -> q5x1(raw, count, out, offset);
            case Q8_0 -> q8x0(raw, count, out, offset);
            case MXFP4 -> mxfp4(raw, count, out, offset);
            case IQ4_NL -> iq4nl(raw, count, out, offset);
            case Q2_K -> SuperBlocks.q2(raw, count, out, offset);
            case Q3_K -> SuperBlocks.q3(raw, count, out, offset);
            case Q4_K -> SuperBlocks.q4(raw, count, out, offset);
            case Q5_K -> SuperBlocks.q5(raw, count, out, offset);
            case Q6_K -> SuperBlocks.q6(raw, count, out, offset);
            case Q8_1, Q8_K, IQ2_XXS, IQ2_XS, IQ3_XXS, IQ1_S, IQ3_S, IQ2_S, IQ4_XS, I8, I16, I32, I64, F64, IQ1_M,
                    TQ1_0, TQ2_0, NVFP4 ->
                throw new IllegalArgumentException(
                        type.name());
        }
    }

    /** The half-precision number at byte {@code at}. */
    static float half(byte[] raw, int at) {
        return Float.float16ToFloat((short) SHORT.get(raw, at));
    }

    private static void f32(byte[] raw, int count, float[] out, int offset) {
        for (int i = 0; i < count; i++) {
            out[offset + i] = Float.intBitsToFloat((int) INT.get(raw, 4 * i));
        }
    }

    private static void f16(byte[] raw, int count, float[] out, int offset) {
        for (int i = 0; i < count; i++) {
            out[offset + i] = half(raw, 2 * i);
        }
    }

    private static void bf16(byte[] raw, int count, float[] out, int offset) {
        for (int i = 0; i < count; i++) {
            out[offset + i] = Float.intBitsToFloat((short) SHORT.get(raw, 2 * i) << 16);
        }
    }

    private static void q4x0(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            float d = half(raw, at);
            for (int i = 0; i < 16; i++) {
                int q = raw[at + 2 + i];
                out[block + i] = (low(q) - 8) * d;
                out[block + 16 + i] = (high(q) - 8) * d;
            }
            at += 18;
        }
    }

    private static void q4x1(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            float d = half(raw, at);
            float m = half(raw, at + 2);
            for (int i = 0; i < 16; i++) {
                int q = raw[at + 4 + i];
                out[block + i] = low(q) * d + m;
                out[block + 16 + i] = high(q) * d + m;
            }
            at += 20;
        }
    }

    private static void q5x0(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            float d = half(raw, at);
            int high = (int) INT.get(raw, at + 2);
            for (int i = 0; i < 16; i++) {
                int q = raw[at + 6 + i];
                out[block + i] = ((low(q) | fifthBit(high, i)) - 16) * d;
                out[block + 16 + i] = ((high(q) | fifthBit(high, i + 16)) - 16) * d;
            }
            at += 22;
        }
    }

    private static void q5x1(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            float d = half(raw, at);
            float m = half(raw, at + 2);
            int high = (int) INT.get(raw, at + 4);
            for (int i = 0; i < 16; i++) {
                int q = raw[at + 8 + i];
                out[block + i] = (low(q) | fifthBit(high, i)) * d + m;
                out[block + 16 + i] = (high(q) | fifthBit(high, i + 16)) * d + m;
            }
            at += 24;
        }
    }

    private static void q8x0(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            VectorMath.scaleBytes(half(raw, at), raw, at + 2, out, block, 32);
            at += 34;
        }
    }

    private static void mxfp4(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            float scale = Math.scalb(1f, (raw[at] & 0xFF) - 128);
            for (int i = 0; i < 16; i++) {
                int q = raw[at + 1 + i];
                out[block + i] = MXFP4_VALUES[low(q)] * scale;
                out[block + 16 + i] = MXFP4_VALUES[high(q)] * scale;
            }
            at += 17;
        }
    }

    private static void iq4nl(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += 32) {
            float d = half(raw, at);
            for (int i = 0; i < 16; i++) {
                int q = raw[at + 2 + i];
                out[block + i] = IQ4_NL_VALUES[low(q)] * d;
                out[block + 16 + i] = IQ4_NL_VALUES[high(q)] * d;
            }
            at += 18;
        }
    }

    private static int low(int q) {
        return q & 15;
    }

    private static int high(int q) {
        return (q >> 4) & 15;
    }

    /** Bit {@code element} of {@code bits}, moved to where the fifth bit of that element belongs. */
    private static int fifthBit(int bits, int element) {
        return ((bits >>> element) & 1) << 4;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }
}
