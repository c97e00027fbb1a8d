package dev.outcrop.server.runtime;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings vectors to the length that a model id promises, by one fixed linear map per pair of lengths. Thread-safe.
 *
 * <p>Upwards the map has orthonormal columns, so every inner product, and with it every similarity, is kept to rounding.
 * Downwards it has orthonormal rows, scaled by {@code sqrt(from / to)}: a random projection, which keeps inner products
 * in expectation (Johnson and Lindenstrauss 1984). Either way the map comes from a seeded Gaussian matrix made
 * orthonormal by modified Gram-Schmidt, so it is the same on every machine and in every version.
 */
final class Projection {
    private static final long SEED = 0x6F7574_63726F70L;

    private record Lengths(int from, int to) {}

    private final Map<Lengths, float[][]> maps = new ConcurrentHashMap<>();

    /** The vector brought to this length; itself when it has it. The first call of a pair makes its map (up to 1 s). */
    float[] apply(float[] vector, int length) {
        if (vector.length == length) {
            return vector;
        }
        Lengths lengths = new Lengths(vector.length, length);
        return multiply(maps.computeIfAbsent(lengths, Projection::map), vector, length);
    }

    /** The smaller length's orthonormal vectors, {@code [min(from, to)][max(from, to)]}. */
    private static float[][] map(Lengths lengths) {
        int count = Math.min(lengths.from(), lengths.to());
        int size = Math.max(lengths.from(), lengths.to());
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] basis = new double[count][size];
        for (double[] row : basis) {
            for (int i = 0; i < size; i++) {
                row[i] = random.nextGaussian();
            }
        }
        for (int i = 0; i < count; i++) {
            scale(basis[i], 1 / Math.sqrt(dot(basis[i], basis[i])));
            for (int j = i + 1; j < count; j++) {
                double share = dot(basis[i], basis[j]);
                for (int k = 0; k < size; k++) {
                    basis[j][k] -= share * basis[i][k];
                }
            }
        }
        float[][] map = new float[count][size];
        double scale = lengths.to() < lengths.from() ? Math.sqrt((double) lengths.from() / lengths.to()) : 1;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < size; k++) {
                map[i][k] = (float) (basis[i][k] * scale);
            }
        }
        return map;
    }

    private static float[] multiply(float[][] map, float[] vector, int length) {
        float[] result = new float[length];
        if (length < vector.length) {
            for (int row = 0; row < length; row++) {
                double sum = 0;
                for (int i = 0; i < vector.length; i++) {
                    sum += map[row][i] * vector[i];
                }
                result[row] = (float) sum;
            }
            return result;
        }
        for (int column = 0; column < vector.length; column++) {
            for (int i = 0; i < length; i++) {
                result[i] += map[column][i] * vector[column];
            }
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void scale(double[] vector, double by) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= by;
        }
    }
}
