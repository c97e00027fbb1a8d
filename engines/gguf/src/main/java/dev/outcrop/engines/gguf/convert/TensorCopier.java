package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.outcrop.engines.gguf.file.GgufFileWriter;
import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.safetensors.Checkpoint;
import dev.outcrop.engines.gguf.safetensors.NumberFormat;

/**
 * Carries tensors from a checkpoint into a file, a batch of rows at a time, through buffers that hold about a megabyte
 * or one row, whichever is more. Not thread-safe.
 */
final class TensorCopier {

    private static final int BATCH_BYTES = 1 << 20;
    private static final float LARGEST_HALF = 65_504;

    private final Checkpoint checkpoint;
    private final GgufFileWriter writer;
    private final Runnable afterBatch;
    private byte[] raw = new byte[BATCH_BYTES];
    private byte[] encoded = new byte[BATCH_BYTES];
    private float[] numbers = new float[0];

    /** @param afterBatch called after each batch; what it throws ends the copying */
    TensorCopier(Checkpoint checkpoint, GgufFileWriter writer, Runnable afterBatch) {
        this.checkpoint = checkpoint;
        this.writer = writer;
        this.afterBatch = afterBatch;
    }

    /**
     * Writes one tensor.
     *
     * @throws ConversionException when a number is not finite, or too large for its new format
     * @throws IOException when reading or writing fails
     */
    void copy(PlannedTensor tensor) throws IOException {
        switch (tensor) {
            case PlannedTensor.Computed computed -> {
                numbers = grown(numbers, computed.numbers().size());
                for (int i = 0; i < computed.numbers().size(); i++) {
                    numbers[i] = computed.numbers().get(i);
                }
                encode(computed.target(), computed.numbers().size());
            }
            case PlannedTensor.Taken taken -> rows(taken);
        }
        afterBatch.run();
    }

    private void rows(PlannedTensor.Taken tensor) throws IOException {
        // A vector counts as rows of one number, so that its numbers can change places like rows.
        boolean vector = tensor.source().shape().size() == 1;
        long rows = tensor.source().shape().getFirst();
        int columns = vector ? 1 : Math.toIntExact(tensor.source().shape().getLast());
        int rowBytes = columns * tensor.source().format().bytes();
        long batch = Math.max(1, BATCH_BYTES / rowBytes);
        for (long row = 0; row < rows; row += batch) {
            int count = (int) Math.min(batch, rows - row);
            read(tensor, row, count, rowBytes);
            write(tensor, count * columns);
            afterBatch.run();
        }
    }

    private void read(PlannedTensor.Taken tensor, long firstRow, int count, int rowBytes) throws IOException {
        if (raw.length < count * rowBytes) {
            raw = new byte[count * rowBytes];
        }
        if (tensor.rows().isUnchanged()) {
            checkpoint.read(tensor.source(), firstRow * rowBytes, ByteBuffer.wrap(raw, 0, count * rowBytes));
            return;
        }
        for (int i = 0; i < count; i++) {
            checkpoint.read(tensor.source(), tensor.rows().sourceOf(firstRow + i) * rowBytes,
                    ByteBuffer.wrap(raw, i * rowBytes, rowBytes));
        }
    }

    private void write(PlannedTensor.Taken tensor, int count) throws IOException {
        NumberFormat from = tensor.source().format();
        TensorType to = tensor.target().type();
        if ((from == NumberFormat.F16 && to == TensorType.F16)
                || (from == NumberFormat.BF16 && to == TensorType.BF16)) {
            if (!Numbers.areFinite(from, raw, count)) {
                throw notFinite(tensor.target());
            }
            writer.append(ByteBuffer.wrap(raw, 0, count * from.bytes()));
            return;
        }
        numbers = grown(numbers, count);
        Numbers.read(from, raw, count, numbers);
        float largest = Numbers.largest(numbers, count);
        if (!Float.isFinite(largest)) {
            throw notFinite(tensor.target());
        }
        if (to == TensorType.F16 && largest > LARGEST_HALF) {
            throw new ConversionException(
                    "The tensor '%s' holds the number %s, which float16 cannot. Save it as bfloat16."
                            .formatted(tensor.source().name(), largest));
        }
        encode(tensor.target(), count);
    }

    private void encode(GgufFileWriter.Tensor target, int count) throws IOException {
        int bytes = (int) target.type().rowBytes(count);
        if (encoded.length < bytes) {
            encoded = new byte[bytes];
        }
        writer.append(ByteBuffer.wrap(encoded, 0, Numbers.write(target.type(), numbers, count, encoded)));
    }

    private static float[] grown(float[] array, int length) {
        return array.length < length ? new float[length] : array;
    }

    private static ConversionException notFinite(GgufFileWriter.Tensor tensor) {
        return new ConversionException("The tensor '%s' holds numbers that are infinite or none (NaN)."
                .formatted(tensor.name()));
    }
}
