package dev.outcrop.engines.gguf.model;

/** An array that is reused from call to call and grows when a call needs more. Its content is not kept. */
final class Scratch {

    private float[] values = {};

    float[] ofSize(int size) {
        if (values.length < size) {
            values = new float[size];
        }
        return values;
    }
}
