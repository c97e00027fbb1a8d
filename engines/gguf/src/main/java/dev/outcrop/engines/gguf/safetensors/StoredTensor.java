package dev.outcrop.engines.gguf.safetensors;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One tensor of a safetensors file, checked against the file's size.
 *
 * @param shape numbers per dimension, slowest first: a matrix of {@code out} rows of length {@code in} is
 *     {@code [out, in]}
 * @param offset bytes from the start of the data, which follows the header
 * @param bytes bytes of the tensor
 */
public record StoredTensor(String name, NumberFormat format, List<Long> shape, long offset, long bytes) {

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** Whether the tensor has exactly these dimensions. */
    public boolean hasShape(List<Long> expected) {
        return shape.equals(expected);
    }

    /** Dimensions as messages show them. */
    public static String describe(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
