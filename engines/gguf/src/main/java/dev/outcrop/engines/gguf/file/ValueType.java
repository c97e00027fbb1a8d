package dev.outcrop.engines.gguf.file;

import org.jspecify.annotations.Nullable;

/** Type of a metadata value; the ordinal is the type's number in the file. */
enum ValueType {
    UINT8(1), INT8(1), UINT16(2), INT16(2), UINT32(4), INT32(4), FLOAT32(4), BOOL(1), STRING(8), ARRAY(12), UINT64(
            8), INT64(8), FLOAT64(8);

    private static final ValueType[] VALUES = values();

    private final int minimumBytes;

    ValueType(int minimumBytes) {
        this.minimumBytes = minimumBytes;
    }

    /** Bytes of a value in the file; of strings and arrays, the bytes of an empty one. */
    int minimumBytes() {
        return minimumBytes;
    }

    static @Nullable ValueType ofId(int id) {
        return id >= 0 && id < VALUES.length ? VALUES[id] : null;
    }

    boolean isInteger() {
        return switch (this) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
            case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
        };
    }
}
