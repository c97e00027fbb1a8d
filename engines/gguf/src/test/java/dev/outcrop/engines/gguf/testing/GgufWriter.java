package dev.outcrop.engines.gguf.testing;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.engines.gguf.file.TensorType;

/** Writes GGUF files; also wrong ones, where a test asks for it. */
public final class GgufWriter {

    /** A tensor's description and content. */
    private record Tensor(TensorType type, long[] dimensions, byte[] data) {}

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Sets a key; integers become u32, floats f32, and arrays arrays of these or of strings. */
    public GgufWriter put(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    public GgufWriter remove(String key) {
        metadata.remove(key);
        return this;
    }

    public GgufWriter removeTensor(String name) {
        tensors.remove(name);
        return this;
    }

    public GgufWriter tensor(String name, TensorType type, byte[] data, long... dimensions) {
        tensors.put(name, new Tensor(type, dimensions, data));
        return this;
    }

    public MemorySegment segment() {
        return MemorySegment.ofArray(bytes());
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        writeInt(out, 3);
        writeLong(out, tensors.size());
        writeLong(out, metadata.size());
        metadata.forEach((key, value) -> {
            writeString(out, key);
            writeInt(out, typeId(value));
            writeValue(out, value);
        });
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            writeString(out, entry.getKey());
            writeInt(out, tensor.dimensions.length);
            for (long dimension : tensor.dimensions) {
                writeLong(out, dimension);
            }
            writeInt(out, tensorTypeId(tensor.type));
            writeLong(out, offset);
            offset += (tensor.data.length + 31L) / 32 * 32;
        }
        pad(out);
        for (Tensor tensor : tensors.values()) {
            out.writeBytes(tensor.data);
            pad(out);
        }
        return out.toByteArray();
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 32 != 0) {
            out.write(0);
        }
    }

    private static int typeId(Object value) {
        return switch (value) {
            case Integer i -> 4;
            case Float f -> 6;
            case Boolean b -> 7;
            case String s -> 8;
            case int[] a -> 9;
            case float[] a -> 9;
            case List<?> a -> 9;
            case Long l -> 10;
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    private static void writeValue(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Integer i -> writeInt(out, i);
            case Float f -> writeInt(out, Float.floatToIntBits(f));
            case Boolean b -> out.write(b ? 1 : 0);
            case String s -> writeString(out, s);
            case Long l -> writeLong(out, l);
            case int[] array -> {
                writeInt(out, 5);
                writeLong(out, array.length);
                for (int element : array) {
                    writeInt(out, element);
                }
            }
            case float[] array -> {
                writeInt(out, 6);
                writeLong(out, array.length);
                for (float element : array) {
                    writeInt(out, Float.floatToIntBits(element));
                }
            }
            case List<?> strings -> {
                writeInt(out, 8);
                writeLong(out, strings.size());
                for (Object string : strings) {
                    writeString(out, (String) string);
                }
            }
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    private static int tensorTypeId(TensorType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case Q8_0 -> 8;
            case IQ2_XXS -> 16;
            case BF16 -> 30;
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private static void writeLong(ByteArrayOutputStream out, long value) {
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    private static void writeString(ByteArrayOutputStream out, String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        writeLong(out, bytes.length);
        out.writeBytes(bytes);
    }
}
