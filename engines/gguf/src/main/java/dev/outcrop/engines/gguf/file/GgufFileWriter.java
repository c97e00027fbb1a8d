package dev.outcrop.engines.gguf.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a GGUF file of version 3 in one pass: the header first, then the tensors in the order in which it lists them.
 * Not thread-safe.
 */
public final class GgufFileWriter {

    private static final int MAGIC = 0x46554747; // "GGUF" as a little-endian integer
    private static final int VERSION = 3;

    /** The format's default, which files need not state. */
    private static final int ALIGNMENT = 32;

    /**
     * A tensor to be written.
     *
     * @param dimensions fastest first
     */
    public record Tensor(String name, TensorType type, List<Long> dimensions) {

        public Tensor {
            dimensions = List.copyOf(dimensions);
        }

        /** Bytes of the tensor. */
        public long bytes() {
            return type.rowBytes(dimensions.stream().reduce(1L, Math::multiplyExact));
        }
    }

    private final WritableByteChannel channel;
    private final byte[] header;
    private final List<Tensor> tensors;
    private int current;
    private long left;
    private long written;

    /** @param channel written from its position on; not closed here */
    public GgufFileWriter(WritableByteChannel channel, MetadataWriter metadata, List<Tensor> tensors) {
        this.channel = channel;
        this.tensors = List.copyOf(tensors);
        this.header = header(metadata, tensors);
        this.left = tensors.isEmpty() ? 0 : tensors.getFirst().bytes();
    }

    /** Bytes that a whole file will have. */
    public static long fileBytes(MetadataWriter metadata, List<Tensor> tensors) {
        return header(metadata, tensors).length
                + tensors.stream().mapToLong(tensor -> aligned(tensor.bytes())).sum();
    }

    /** Bytes written so far. */
    public long written() {
        return written;
    }

    /**
     * Writes everything before the data. Comes first, and once.
     *
     * @throws IOException when the channel does not take it
     */
    public void writeHeader() throws IOException {
        write(ByteBuffer.wrap(header));
    }

    /**
     * Writes the next bytes of the data, which must not cross from one tensor into the next.
     *
     * @throws IOException when the channel does not take them
     */
    public void append(ByteBuffer data) throws IOException {
        if (data.remaining() > left) {
            throw new IllegalArgumentException("%d bytes too many for %s"
                    .formatted(data.remaining() - left, tensors.get(Math.min(current, tensors.size() - 1))));
        }
        left -= data.remaining();
        write(data);
        if (left == 0) {
            long bytes = tensors.get(current).bytes();
            write(ByteBuffer.allocate((int) (aligned(bytes) - bytes)));
            current++;
            left = current < tensors.size() ? tensors.get(current).bytes() : 0;
        }
    }

    private void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            written += channel.write(data);
        }
    }

    private static byte[] header(MetadataWriter metadata, List<Tensor> tensors) {
        byte[] pairs = metadata.toByteArray();
        int infoBytes = tensors.stream()
                .mapToInt(tensor -> 24 + nameOf(tensor).length + Long.BYTES * tensor.dimensions().size())
                .sum();
        int bytes = Math.addExact(24 + pairs.length, infoBytes);
        ByteBuffer header = ByteBuffer.allocate(Math.toIntExact(aligned(bytes))).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(VERSION).putLong(tensors.size()).putLong(metadata.size()).put(pairs);
        long offset = 0;
        for (Tensor tensor : tensors) {
            byte[] name = nameOf(tensor);
            header.putLong(name.length).put(name).putInt(tensor.dimensions().size());
            tensor.dimensions().forEach(header::putLong);
            header.putInt(tensor.type().id()).putLong(offset);
            offset += aligned(tensor.bytes());
        }
        return header.array();
    }

    private static byte[] nameOf(Tensor tensor) {
        return tensor.name().getBytes(StandardCharsets.UTF_8);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
