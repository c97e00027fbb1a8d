package dev.outcrop.server.runtime;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProjectionTest {
    private static final int FROM = 384;

    private final Projection projection = new Projection();
    private final Random random = new Random(5);

    private float[] unit() {
        float[] vector = new float[FROM];
        double squares = 0;
        for (int i = 0; i < FROM; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < FROM; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1_024, 1_536, 3_072})
    void upwardsEverySimilarityIsKept(int length) {
        for (int i = 0; i < 20; i++) {
            float[] a = unit();
            float[] b = unit();
            float[] longA = projection.apply(a, length);
            assertThat(longA).hasSize(length);
            assertThat(dot(longA, projection.apply(b, length))).isCloseTo(dot(a, b), within(1e-5));
            assertThat(dot(longA, longA)).isCloseTo(1, within(1e-5));
        }
    }

    /** The error of one similarity has a standard deviation of about sqrt((1/256) (1 - 256/384)) = 0.036. */
    @Test
    void downwardsSimilaritiesAreKeptAboutAsWellAsTheoryPromises() {
        double squares = 0;
        int pairs = 400;
        for (int i = 0; i < pairs; i++) {
            float[] a = unit();
            float[] b = unit();
            double error = dot(projection.apply(a, 256), projection.apply(b, 256)) - dot(a, b);
            squares += error * error;
        }
        assertThat(Math.sqrt(squares / pairs)).isLessThan(0.045);
    }

    @Test
    void theSameLengthIsTheSameVector() {
        float[] vector = unit();
        assertThat(projection.apply(vector, FROM)).isSameAs(vector);
    }

    @Test
    void everyInstanceHasTheSameMap() {
        float[] vector = unit();
        assertThat(new Projection().apply(vector, 1_024)).isEqualTo(projection.apply(vector, 1_024));
    }
}
