package dev.outcrop.engines.gguf.safetensors;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * An open safetensors file.
 *
 * <p>Tensors are read by position and not mapped: a file that shrinks while it is read is then an ordinary error, and a
 * model larger than memory leaves no more of itself there than what is asked for. Thread-safe.
 */
final class SafetensorsFile implements AutoCloseable {

    private final String name;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(String name, FileChannel channel, SafetensorsHeader header) {
        this.name = name;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws SafetensorsException when the file is damaged; the message names it
     * @throws IOException when it cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker") // the returned file owns the channel and closes it
    static SafetensorsFile open(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            // Not closed: that would close the channel.
            BufferedInputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
            return new SafetensorsFile(name, channel, SafetensorsHeader.read(in, channel.size()));
        } catch (SafetensorsException e) {
            channel.close();
            throw new SafetensorsException(name + " cannot be used. " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** All tensors by name, in the order of their data. */
    Map<String, StoredTensor> tensors() {
        return header.tensors();
    }

    /**
     * Fills the rest of {@code target} with bytes of a tensor from {@code offset} on.
     *
     * @throws IOException when the file cannot be read or has become shorter
     */
    void read(StoredTensor tensor, long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || target.remaining() > tensor.bytes() - offset) {
            throw new IndexOutOfBoundsException("%d bytes at %d of %s".formatted(target.remaining(), offset, tensor));
        }
        long position = header.dataStart() + tensor.offset() + offset;
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                throw new EOFException(name + " became shorter while it was read.");
            }
            position += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
