package dev.outcrop.engines.gguf.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the key-value part of a GGUF file, encoded as it comes. Not thread-safe. */
public final class MetadataWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final Set<String> keys = new HashSet<>();

    public MetadataWriter text(String key, String value) {
        key(key, ValueType.STRING);
        string(value);
        return this;
    }

    /** @param value not negative */
    public MetadataWriter integer(String key, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + " is " + value);
        }
        key(key, ValueType.UINT32);
        i32(value);
        return this;
    }

    public MetadataWriter number(String key, float value) {
        key(key, ValueType.FLOAT32);
        i32(Float.floatToRawIntBits(value));
        return this;
    }

    public MetadataWriter flag(String key, boolean value) {
        key(key, ValueType.BOOL);
        bytes.write(value ? 1 : 0);
        return this;
    }

    public MetadataWriter texts(String key, List<String> values) {
        array(key, ValueType.STRING, values.size());
        values.forEach(this::string);
        return this;
    }

    public MetadataWriter integers(String key, int[] values) {
        array(key, ValueType.INT32, values.length);
        for (int value : values) {
            i32(value);
        }
        return this;
    }

    public MetadataWriter numbers(String key, float[] values) {
        array(key, ValueType.FLOAT32, values.length);
        for (float value : values) {
            i32(Float.floatToRawIntBits(value));
        }
        return this;
    }

    /** How many keys there are. */
    int size() {
        return keys.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private void array(String key, ValueType elements, int count) {
        key(key, ValueType.ARRAY);
        i32(elements.id());
        i64(count);
    }

    private void key(String key, ValueType type) {
        if (!keys.add(key)) {
            throw new IllegalArgumentException(key + " twice");
        }
        string(key);
        i32(type.id());
    }

    private void string(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        i64(encoded.length);
        bytes.writeBytes(encoded);
    }

    private void i32(int value) {
        bytes.write(number.putInt(0, value).array(), 0, Integer.BYTES);
    }

    private void i64(long value) {
        bytes.write(number.putLong(0, value).array(), 0, Long.BYTES);
    }
}
