package dev.outcrop.engines.gguf.file;

import org.jspecify.annotations.Nullable;

/** Type of a metadata value, in the order of their numbers in the file. */
enum ValueType {
    UINT8(0, 1), INT8(1, 1), UINT16(2, 2), INT16(3, 2), UINT32(4, 4), INT32(5, 4), FLOAT32(6, 4), BOOL(7, 1), STRING(8,
            8), ARRAY(9, 12), UINT64(10, 8), INT64(11, 8), FLOAT64(12, 8);

    private static final ValueType[] VALUES = values();

    private final int id;
    private final int minimumBytes;

    ValueType(int id, int minimumBytes) {
        this.id = id;
        this.minimumBytes = minimumBytes;
    }

    /** The type's number in the file. */
    int id() {
        return id;
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
