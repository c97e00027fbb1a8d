package dev.outcrop.engines.gguf.tensor;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class VectorMathTest {

    @Test
    void dotProductsOfEveryLengthAndOffset() {
        Random random = new Random(1);
        for (int length = 0; length < 200; length++) {
            int a = random.nextInt(5);
            int b = random.nextInt(5);
            float[] left = floats(random, length + 5);
            float[] right = floats(random, length + 5);
            double expected = 0;
            for (int i = 0; i < length; i++) {
                expected += (double) left[a + i] * right[b + i];
            }
            assertThat((double) VectorMath.dot(left, a, right, b, length)).as("length %d", length)
                    .isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void scaledSumsTouchNothingElse() {
        Random random = new Random(2);
        for (int length = 0; length < 100; length++) {
            float[] from = floats(random, length + 3);
            float[] to = floats(random, length + 3);
            float[] before = to.clone();
            VectorMath.addScaled(0.5f, from, 1, to, 2, length);
            for (int i = 0; i < to.length; i++) {
                boolean inside = i >= 2 && i < 2 + length;
                assertThat(to[i]).isEqualTo(inside ? Math.fma(from[i - 1], 0.5f, before[i]) : before[i]);
            }
        }
    }

    /** Interpreted and compiled code must agree: the first calls are interpreted, the last compiled. */
    @Test
    void theFirstResultIsTheLast() {
        float[] left = floats(new Random(3), 333);
        float[] right = floats(new Random(4), 333);
        float first = VectorMath.dot(left, 0, right, 0, 333);
        for (int i = 0; i < 20_000; i++) {
            assertThat(VectorMath.dot(left, 0, right, 0, 333)).isEqualTo(first);
        }
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = random.nextFloat() - 0.5f;
        }
        return floats;
    }
}
