package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.TensorInfo;
import dev.outcrop.engines.gguf.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/** Takes a model's tensors out of a file by name and refuses, naming it, one that is missing or has another shape. */
final class Tensors {

    private final GgufFile file;

    Tensors(GgufFile file) {
        this.file = file;
    }

    boolean has(String name) {
        return file.tensor(name).isPresent();
    }

    /** Rows of a tensor whose row length is {@code columns}; for dimensions that only the tensor itself knows. */
    int rowsOf(String name, int columns) {
        TensorInfo tensor = required(name);
        if (tensor.dimension(1) > Integer.MAX_VALUE) {
            throw wrongShape(tensor, columns);
        }
        return matrix(name, columns, (int) tensor.dimension(1)).rows();
    }

    /** {@code rows} rows of {@code columns} numbers. */
    Matrix matrix(String name, int columns, int rows) {
        return matrix(name, new long[]{columns, rows});
    }

    /** {@code count} matrices of {@code rows} rows, one below the other. */
    Matrix matrices(String name, int columns, int rows, int count) {
        return matrix(name, new long[]{columns, rows, count});
    }

    private Matrix matrix(String name, long[] shape) {
        TensorInfo tensor = required(name);
        if (!tensor.hasShape(shape)) {
            throw wrongShape(tensor, shape);
        }
        return Matrix.of(file, tensor);
    }

    /** {@code length} numbers, dequantised. */
    float[] vector(String name, int length) {
        return matrix(name, new long[]{length}).decode();
    }

    float @Nullable [] optionalVector(String name, int length) {
        return has(name) ? vector(name, length) : null;
    }

    /** The matrix {@code name.weight} with the bias {@code name.bias} if the file has one. */
    Linear linear(String name, int columns, int rows) {
        return new Linear(matrix(name + ".weight", columns, rows), optionalVector(name + ".bias", rows));
    }

    /** The matrix {@code name.weight} with the bias {@code name.bias}. */
    Linear linearWithBias(String name, int columns, int rows) {
        return new Linear(matrix(name + ".weight", columns, rows), vector(name + ".bias", rows));
    }

    /** The RMS norm with the weights {@code name.weight}. */
    Norm rmsNorm(String name, int width, float epsilon) {
        return new Norm(vector(name + ".weight", width), null, epsilon);
    }

    /** The layer norm with the weights {@code name.weight} and {@code name.bias}. */
    Norm layerNorm(String name, int width, float epsilon) {
        return new Norm(vector(name + ".weight", width), vector(name + ".bias", width), epsilon);
    }

    private TensorInfo required(String name) {
        return file.tensor(name)
                .orElseThrow(() -> new GgufException("The file lacks the tensor '%s'.".formatted(name)));
    }

    private static GgufException wrongShape(TensorInfo tensor, long... expected) {
        return new GgufException("The tensor '%s' should have the dimensions %s but has %s."
                .formatted(tensor.name(), TensorInfo.shape(expected), tensor.shape()));
    }
}
