package dev.outcrop.engines.gguf.convert;

import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.safetensors.NumberFormat;

/** How the matrices of a converted model are stored. Vectors (norms, biases) are always float32. */
public enum WeightFormat {

    /** 16-bit numbers stay as they are, bit for bit; float32 becomes float16. */
    SIXTEEN_BIT,

    /** Blocks of 32 numbers with 8 bits each and one scale, where rows divide by 32: half the memory. */
    Q8_0;

    /** How a matrix with rows of {@code columns} numbers is stored. */
    TensorType typeOf(NumberFormat source, long columns) {
        if (this == Q8_0 && columns % TensorType.Q8_0.blockElements() == 0) {
            return TensorType.Q8_0;
        }
        return source == NumberFormat.BF16 ? TensorType.BF16 : TensorType.F16;
    }
}
