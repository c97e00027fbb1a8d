package dev.outcrop.engines.gguf.model;

/**
 * Rotary position embedding: pair {@code i} of a head at position {@code p} is turned by the angle {@code p·f_i}.
 *
 * <p>Only the first {@code 2·frequencies.length} numbers of a head are turned. How scaling changes the frequencies is
 * decided by {@link RopeScaling}.
 *
 * @param frequencies radians per position of each pair
 * @param magnitude factor of cosine and sine
 * @param adjacent pairs are (2i, 2i+1) instead of (i, i+n/2)
 */
record Rope(double[] frequencies, double magnitude, boolean adjacent) {

    /** Cosines and sines of the positions of one batch, {@code [tokens, pairs]}. */
    static final class Angles {
        private float[] cosines = {};
        private float[] sines = {};
        private int pairs;

        void compute(Rope rope, int[] positions, int tokens) {
            pairs = rope.frequencies.length;
            if (cosines.length < tokens * pairs) {
                cosines = new float[tokens * pairs];
                sines = new float[tokens * pairs];
            }
            for (int token = 0; token < tokens; token++) {
                for (int pair = 0; pair < pairs; pair++) {
                    double angle = positions[token] * rope.frequencies[pair];
                    cosines[token * pairs + pair] = (float) (Math.cos(angle) * rope.magnitude);
                    sines[token * pairs + pair] = (float) (Math.sin(angle) * rope.magnitude);
                }
            }
        }
    }

    /** Turns all heads of all tokens in {@code vectors}, {@code [tokens, heads, headWidth]}. */
    void apply(Angles angles, float[] vectors, int tokens, int heads, int headWidth) {
        int pairs = angles.pairs;
        int step = adjacent ? 2 : 1;
        int apart = adjacent ? 1 : pairs;
        for (int token = 0; token < tokens; token++) {
            int angle = token * pairs;
            for (int head = 0; head < heads; head++) {
                int at = (token * heads + head) * headWidth;
                for (int pair = 0; pair < pairs; pair++) {
                    float cosine = angles.cosines[angle + pair];
                    float sine = angles.sines[angle + pair];
                    float x = vectors[at + step * pair];
                    float y = vectors[at + step * pair + apart];
                    vectors[at + step * pair] = x * cosine - y * sine;
                    vectors[at + step * pair + apart] = x * sine + y * cosine;
                }
            }
        }
    }
}
