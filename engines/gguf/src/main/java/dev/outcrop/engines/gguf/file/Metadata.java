package dev.outcrop.engines.gguf.file;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The key-value part of a GGUF file.
 *
 * <p>Every accessor throws {@link GgufException}, naming the key, when a required key is missing or a value has another
 * type. Arrays are decoded from the file on each call, so their accessors need the file to be open. Thread-safe.
 */
public final class Metadata {

    private final Map<String, MetadataValue> values;

    Metadata(Map<String, MetadataValue> values) {
        this.values = values;
    }

    /** Whether the file has this key, whatever its type. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** All keys, in no particular order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public String string(String key) {
        return required(key, text(key));
    }

    public String string(String key, String absent) {
        String value = text(key);
        return value == null ? absent : value;
    }

    public Optional<String> optionalString(String key) {
        return Optional.ofNullable(text(key));
    }

    /** A value of any integer type that lies within the range of {@code int}. */
    public int integer(String key) {
        return required(key, whole(key));
    }

    public int integer(String key, int absent) {
        Integer value = whole(key);
        return value == null ? absent : value;
    }

    public OptionalInt optionalInteger(String key) {
        Integer value = whole(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** A floating-point value of either width, or an integer. */
    public double number(String key) {
        return required(key, floating(key));
    }

    public double number(String key, double absent) {
        Double value = floating(key);
        return value == null ? absent : value;
    }

    public boolean flag(String key, boolean absent) {
        return switch (values.get(key)) {
            case null -> absent;
            case MetadataValue.Flag flag -> flag.value();
            case MetadataValue other -> throw wrongType(key, "a boolean", other);
        };
    }

    /** Length of an array of any element type. */
    public int arrayLength(String key) {
        return required(key, array(key)).count();
    }

    /** Whether the value is an array, which some files use to give one number per layer. */
    public boolean isArray(String key) {
        return values.get(key) instanceof MetadataValue.Array;
    }

    public String[] stringArray(String key) {
        MetadataValue.Array array = required(key, array(key));
        if (array.elements() != ValueType.STRING) {
            throw wrongType(key, "an array of strings", array);
        }
        String[] strings = new String[array.count()];
        long position = 0;
        for (int i = 0; i < strings.length; i++) {
            long length = array.data().get(Reader.LONG, position);
            strings[i] = Reader.decode(array.data(), position + Long.BYTES, length);
            position += Long.BYTES + length;
        }
        return strings;
    }

    /** An array of any integer type whose values lie within the range of {@code int}; booleans count as 0 and 1. */
    public int[] intArray(String key) {
        MetadataValue.Array array = required(key, array(key));
        if (!array.elements().isInteger() && array.elements() != ValueType.BOOL) {
            throw wrongType(key, "an array of integers", array);
        }
        int[] integers = new int[array.count()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = toInt(key, array.wholeAt(i));
        }
        return integers;
    }

    /** An array of either floating-point width. */
    public float[] floatArray(String key) {
        MetadataValue.Array array = required(key, array(key));
        if (array.elements() != ValueType.FLOAT32 && array.elements() != ValueType.FLOAT64) {
            throw wrongType(key, "an array of floating-point numbers", array);
        }
        float[] floats = new float[array.count()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.elements() == ValueType.FLOAT32
                    ? array.data().get(Reader.FLOAT, (long) i * Float.BYTES)
                    : (float) array.data().get(Reader.DOUBLE, (long) i * Double.BYTES);
        }
        return floats;
    }

    private @Nullable String text(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Text text -> text.value();
            case MetadataValue other -> throw wrongType(key, "a string", other);
        };
    }

    private @Nullable Integer whole(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Whole whole -> toInt(key, whole.value());
            case MetadataValue other -> throw wrongType(key, "an integer", other);
        };
    }

    private @Nullable Double floating(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Floating floating -> floating.value();
            case MetadataValue.Whole whole -> (double) whole.value();
            case MetadataValue other -> throw wrongType(key, "a number", other);
        };
    }

    private MetadataValue.@Nullable Array array(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Array array -> array;
            case MetadataValue other -> throw wrongType(key, "an array", other);
        };
    }

    private static int toInt(String key, long value) {
        if (value != (int) value) {
            throw new GgufException("The value of the key '%s' is out of range: %d.".formatted(key, value));
        }
        return (int) value;
    }

    private static <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw new GgufException("The file lacks the key '%s'.".formatted(key));
        }
        return value;
    }

    private static GgufException wrongType(String key, String expected, MetadataValue value) {
        return new GgufException(
                "The value of the key '%s' should be %s but is %s.".formatted(key, expected, value.typeName()));
    }
}
