package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/** Reads the keys of one architecture and refuses, naming the key, numbers that no model can have. */
record Keys(Metadata metadata, String architecture) {

    boolean has(String key) {
        return metadata.has(full(key));
    }

    /** A required number from 1 to {@code most}. */
    int positive(String key, int most) {
        return check(key, metadata.integer(full(key)), 1, most);
    }

    /** A number from {@code least} to {@code most}, or {@code absent} when the file lacks the key. */
    int between(String key, int absent, int least, int most) {
        return check(key, metadata.integer(full(key), absent), least, most);
    }

    /** A required number from {@code least} to {@code most} that is the same for all layers, alone or as a list. */
    int layerWise(String key, int layers, int least, int most) {
        if (!metadata.isArray(full(key))) {
            return check(key, metadata.integer(full(key)), least, most);
        }
        int[] values = metadata.intArray(full(key));
        if (values.length != layers) {
            throw new GgufException("The list under the key '%s' should have %d entries but has %d."
                    .formatted(full(key), layers, values.length));
        }
        for (int value : values) {
            if (value != values[0]) {
                throw new GgufException("The key '%s' differs from layer to layer, which is not supported."
                        .formatted(full(key)));
            }
        }
        return check(key, values[0], least, most);
    }

    double number(String key, double least, double most) {
        return check(key, metadata.number(full(key)), least, most);
    }

    double number(String key, double absent, double least, double most) {
        return check(key, metadata.number(full(key), absent), least, most);
    }

    private String full(String key) {
        return architecture + "." + key;
    }

    private int check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new GgufException("The value of the key '%s' should be between %d and %d but is %d."
                    .formatted(full(key), least, most, value));
        }
        return value;
    }

    private double check(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new GgufException("The value of the key '%s' should be between %s and %s but is %s."
                    .formatted(full(key), least, most, value));
        }
        return value;
    }
}
