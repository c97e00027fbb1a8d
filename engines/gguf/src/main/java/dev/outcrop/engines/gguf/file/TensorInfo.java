package dev.outcrop.engines.gguf.file;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What the file says about one tensor, checked against the file's size.
 *
 * @param dimensions numbers per dimension, fastest first: a matrix of {@code out} rows of length {@code in} is
 *     {@code [in, out]}
 * @param offset bytes from the start of the file
 * @param bytes bytes of the tensor
 */
public record TensorInfo(String name, TensorType type, List<Long> dimensions, long offset, long bytes) {

    public TensorInfo {
        dimensions = List.copyOf(dimensions);
    }

    /** Numbers in dimension {@code index}; 1 for a dimension the tensor does not have. */
    public long dimension(int index) {
        return index < dimensions.size() ? dimensions.get(index) : 1;
    }

    /** Whether the tensor has exactly these dimensions, trailing ones of length 1 apart. */
    public boolean hasShape(long... expected) {
        for (int i = 0; i < Math.max(expected.length, dimensions.size()); i++) {
            if (dimension(i) != (i < expected.length ? expected[i] : 1)) {
                return false;
            }
        }
        return true;
    }

    /** The dimensions as messages show them. */
    public String shape() {
        return shape(dimensions.stream().mapToLong(Long::longValue).toArray());
    }

    /** Dimensions as messages show them. */
    public static String shape(long... dimensions) {
        return LongStream.of(dimensions).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
