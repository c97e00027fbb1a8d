package dev.outcrop.engines.gguf.convert;

import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFileWriter;
import dev.outcrop.engines.gguf.safetensors.StoredTensor;

/** A tensor of the converted file and where its numbers come from. */
sealed interface PlannedTensor {

    /** How the file lists it. */
    GgufFileWriter.Tensor target();

    /**
     * Taken from the checkpoint.
     *
     * @param rows in which order
     */
    record Taken(GgufFileWriter.Tensor target, StoredTensor source, RowOrder rows) implements PlannedTensor {}

    /** Computed from the configuration: float32 numbers. */
    record Computed(GgufFileWriter.Tensor target, List<Float> numbers) implements PlannedTensor {}
}
