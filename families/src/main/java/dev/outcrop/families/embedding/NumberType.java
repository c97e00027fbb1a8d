package dev.outcrop.families.embedding;

import java.util.Locale;

import tools.jackson.core.JsonGenerator;

/**
 * How the numbers of a vector are written, by Cohere's names.
 *
 * <p>How Cohere scales to bytes is not published. Here a vector's largest absolute component becomes 127, so the angles
 * between vectors are kept within rounding; {@code uint8} is that plus 128. {@code ubinary} packs the signs of eight
 * components into a byte, the first in its highest bit; {@code binary} is that minus 128.
 */
enum NumberType {
    FLOAT, INT8, UINT8, BINARY, UBINARY;

    /** The type's name in requests and answers. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes an array. */
    void write(JsonGenerator json, float[] vector) {
        json.writeStartArray();
        switch (this) {
            case FLOAT -> {
                for (float component : vector) {
                    json.writeNumber(component);
                }
            }
            case INT8 -> writeBytes(json, vector, 0);
            case UINT8 -> writeBytes(json, vector, 128);
            case BINARY -> writeSigns(json, vector, -128);
            case UBINARY -> writeSigns(json, vector, 0);
        }
        json.writeEndArray();
    }

    private static void writeBytes(JsonGenerator json, float[] vector, int offset) {
        float largest = 0;
        for (float component : vector) {
            largest = Math.max(largest, Math.abs(component));
        }
        float scale = largest == 0 ? 0 : 127 / largest;
        for (float component : vector) {
            json.writeNumber(Math.round(component * scale) + offset);
        }
    }

    private static void writeSigns(JsonGenerator json, float[] vector, int offset) {
        for (int start = 0; start < vector.length; start += 8) {
            int bits = 0;
            for (int i = start; i < start + 8; i++) {
                bits = bits << 1 | (i < vector.length && vector[i] > 0 ? 1 : 0);
            }
            json.writeNumber(bits + offset);
        }
    }
}
