package dev.outcrop.engines.gguf.tensor;

import static dev.outcrop.engines.gguf.tensor.Dequantizer.half;

/**
 * The "K" types: blocks of 256 elements in sub-blocks that have small integer scales of their own.
 *
 * <p>Element order is that of the format; {@code half} and {@code quarter} below name the 128-element half of a block
 * and the 32-element quarter of that half.
 */
final class SuperBlocks {

    private static final int BLOCK = 256;

    private SuperBlocks() {}

    /** scales[16], qs[64], d, dmin. */
    static void q2(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += BLOCK) {
            float d = half(raw, at + 80);
            float dmin = half(raw, at + 82);
            for (int group = 0; group < 16; group++) {
                int scales = raw[at + group] & 0xFF;
                float scale = d * (scales & 15);
                float minimum = dmin * (scales >> 4);
                int from = at + 16 + 32 * (group / 8) + 16 * (group % 2);
                int shift = 2 * (group % 8 / 2);
                int to = block + 16 * group;
                for (int i = 0; i < 16; i++) {
                    out[to + i] = scale * ((raw[from + i] >> shift) & 3) - minimum;
                }
            }
            at += 84;
        }
    }

    /** hmask[32], qs[64], scales[12], d. */
    static void q3(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += BLOCK) {
            float d = half(raw, at + 108);
            for (int group = 0; group < 16; group++) {
                int low = (raw[at + 96 + group % 8] >> (4 * (group / 8))) & 15;
                int high = (raw[at + 104 + group % 4] >> (2 * (group / 4))) & 3;
                float scale = d * ((low | (high << 4)) - 32);
                int column = 16 * (group % 2);
                int from = at + 32 + 32 * (group / 8) + column;
                int shift = 2 * (group % 8 / 2);
                int bit = group / 2;
                int to = block + 16 * group;
                for (int i = 0; i < 16; i++) {
                    int q = ((raw[from + i] >> shift) & 3) - (((raw[at + column + i] >> bit) & 1) == 0 ? 4 : 0);
                    out[to + i] = scale * q;
                }
            }
            at += 110;
        }
    }

    /** d, dmin, scales[12], qs[128]. */
    static void q4(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += BLOCK) {
            float d = half(raw, at);
            float dmin = half(raw, at + 2);
            for (int sub = 0; sub < 8; sub++) {
                float scale = d * scale(raw, at + 4, sub);
                float minimum = dmin * minimum(raw, at + 4, sub);
                int from = at + 16 + 32 * (sub / 2);
                int shift = 4 * (sub % 2);
                int to = block + 32 * sub;
                for (int i = 0; i < 32; i++) {
                    out[to + i] = scale * ((raw[from + i] >> shift) & 15) - minimum;
                }
            }
            at += 144;
        }
    }

    /** d, dmin, scales[12], qh[32], qs[128]. */
    static void q5(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += BLOCK) {
            float d = half(raw, at);
            float dmin = half(raw, at + 2);
            for (int sub = 0; sub < 8; sub++) {
                float scale = d * scale(raw, at + 4, sub);
                float minimum = dmin * minimum(raw, at + 4, sub);
                int from = at + 48 + 32 * (sub / 2);
                int shift = 4 * (sub % 2);
                int to = block + 32 * sub;
                for (int i = 0; i < 32; i++) {
                    int q = ((raw[from + i] >> shift) & 15) | (((raw[at + 16 + i] >> sub) & 1) << 4);
                    out[to + i] = scale * q - minimum;
                }
            }
            at += 176;
        }
    }

    /** ql[128], qh[64], signed scales[16], d. */
    static void q6(byte[] raw, int count, float[] out, int offset) {
        int at = 0;
        for (int block = offset; block < offset + count; block += BLOCK) {
            float d = half(raw, at + 208);
            for (int group = 0; group < 16; group++) {
                float scale = d * raw[at + 192 + group];
                int half = group / 8;
                int quarter = group % 8 / 2;
                int column = 16 * (group % 2);
                int low = at + 64 * half + 32 * (quarter & 1) + column;
                int high = at + 128 + 32 * half + column;
                int shift = 4 * (quarter / 2);
                int to = block + 16 * group;
                for (int i = 0; i < 16; i++) {
                    int q = (((raw[low + i] >> shift) & 15) | (((raw[high + i] >> (2 * quarter)) & 3) << 4)) - 32;
                    out[to + i] = scale * q;
                }
            }
            at += 210;
        }
    }

    /** The 6-bit scale of sub-block {@code sub} of Q4_K and Q5_K. */
    private static int scale(byte[] raw, int at, int sub) {
        return sub < 4 ? raw[at + sub] & 63 : (raw[at + sub + 4] & 15) | (((raw[at + sub - 4] >> 6) & 3) << 4);
    }

    /** The 6-bit minimum of sub-block {@code sub} of Q4_K and Q5_K. */
    private static int minimum(byte[] raw, int at, int sub) {
        return sub < 4 ? raw[at + sub + 4] & 63 : ((raw[at + sub + 4] >> 4) & 15) | (((raw[at + sub] >> 6) & 3) << 4);
    }
}
