package dev.outcrop.families.embedding;

/** Arithmetic of vectors. */
public final class Vectors {

    private Vectors() {}

    /** The same direction with length 1; the zero vector stays what it is. */
    public static float[] unit(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (squares == 0) {
            return vector;
        }
        double scale = 1 / Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] * scale);
        }
        return unit;
    }
}
