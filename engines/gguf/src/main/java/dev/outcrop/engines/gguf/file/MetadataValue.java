package dev.outcrop.engines.gguf.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** One metadata value. Arrays stay in the file until somebody asks for them. */
sealed interface MetadataValue {

    /** How messages name the value's type. */
    String typeName();

    /** Any integer type; unsigned 64-bit values above 2⁶³−1 are held as {@code Long.MAX_VALUE}. */
    record Whole(long value) implements MetadataValue {
        @Override
        public String typeName() {
            return "an integer";
        }
    }

    record Floating(double value) implements MetadataValue {
        @Override
        public String typeName() {
            return "a floating-point number";
        }
    }

    record Flag(boolean value) implements MetadataValue {
        @Override
        public String typeName() {
            return "a boolean";
        }
    }

    record Text(String value) implements MetadataValue {
        @Override
        public String typeName() {
            return "a string";
        }
    }

    /** {@code count} elements whose extent has been checked. */
    record Array(ValueType elements, int count, MemorySegment data) implements MetadataValue {
        @Override
        public String typeName() {
            return "an array of " + elements.name().toLowerCase(Locale.ROOT);
        }

        long wholeAt(long index) {
            return whole(elements, data, index * elements.minimumBytes());
        }
    }

    static long whole(ValueType type, MemorySegment data, long offset) {
        return switch (type) {
            case UINT8, BOOL -> data.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
            case INT8 -> data.get(ValueLayout.JAVA_BYTE, offset);
            case UINT16 -> data.get(Reader.SHORT, offset) & 0xFFFF;
            case INT16 -> data.get(Reader.SHORT, offset);
            case UINT32 -> data.get(Reader.INT, offset) & 0xFFFFFFFFL;
            case INT32 -> data.get(Reader.INT, offset);
            case INT64 -> data.get(Reader.LONG, offset);
            case UINT64 -> {
                long value = data.get(Reader.LONG, offset);
                yield value < 0 ? Long.MAX_VALUE : value;
            }
            case FLOAT32, FLOAT64, STRING, ARRAY -> throw new IllegalArgumentException(type.name());
        };
    }
}
