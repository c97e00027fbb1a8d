package dev.outcrop.engines.gguf.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.TensorInfo;
import dev.outcrop.engines.gguf.file.TensorType;

/**
 * Weights of one matrix as they lie in the file: {@code rows} rows of {@code columns} numbers. Thread-safe.
 *
 * @param name the tensor's name, for messages
 * @param data exactly the bytes of the rows
 */
public record Matrix(String name, TensorType type, MemorySegment data, int rows, int columns) {

    /**
     * The matrix in a tensor of dimensions {@code [columns, rows]}, or {@code [columns, rows / n, n]} taken as one.
     *
     * @throws GgufException when the tensor's type cannot be computed with or the matrix is too large
     */
    public static Matrix of(GgufFile file, TensorInfo tensor) {
        if (!Dequantizer.supports(tensor.type())) {
            throw new GgufException("The tensor '%s' has the type %s, which this engine cannot compute with."
                    .formatted(tensor.name(), tensor.type()));
        }
        long columns = tensor.dimension(0);
        long rows = tensor.dimension(1) * tensor.dimension(2) * tensor.dimension(3);
        if (columns > MAX_COLUMNS || rows > Integer.MAX_VALUE) {
            throw new GgufException("The tensor '%s' is too large: %s.".formatted(tensor.name(), tensor.shape()));
        }
        return new Matrix(tensor.name(), tensor.type(), file.data(tensor), (int) rows, (int) columns);
    }

    /** Keeps every byte index of a row within an {@code int}. */
    private static final int MAX_COLUMNS = 1 << 24;

    /** The matrix made of {@code count} rows from {@code first} on. */
    public Matrix rows(int first, int count) {
        long rowBytes = rowBytes();
        return new Matrix(name, type, data.asSlice(first * rowBytes, count * rowBytes), count, columns);
    }

    /** Decodes row {@code row} into {@code out} from {@code offset} on. */
    public void decodeRow(int row, byte[] scratch, float[] out, int offset) {
        int rowBytes = (int) rowBytes();
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) row * rowBytes, scratch, 0, rowBytes);
        Dequantizer.decode(type, scratch, columns, out, offset);
    }

    /** All numbers of the matrix, row after row. */
    public float[] decode() {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        byte[] scratch = new byte[(int) rowBytes()];
        for (int row = 0; row < rows; row++) {
            decodeRow(row, scratch, values, row * columns);
        }
        return values;
    }

    /** Bytes of one row. */
    public long rowBytes() {
        return type.rowBytes(columns);
    }
}
