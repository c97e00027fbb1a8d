package dev.outcrop.engines.gguf.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An open GGUF file, version 2 or 3.
 *
 * <p>The file is mapped, not read: tensors cost no heap and are shared between processes. A file that is cut short
 * while it is mapped makes later reads fail, so replace model files by renaming, not by rewriting. Thread-safe;
 * {@link #close()} must come after the last access to tensor data.
 */
public final class GgufFile implements AutoCloseable {

    private final MemorySegment bytes;
    private final HeaderReader.Header header;
    private final @Nullable Arena arena;

    private GgufFile(MemorySegment bytes, @Nullable Arena arena) {
        this.bytes = bytes;
        this.arena = arena;
        this.header = new HeaderReader(bytes).read();
    }

    /**
     * Maps a file.
     *
     * @throws GgufException when the file cannot be read, is damaged or is no GGUF file
     */
    @SuppressWarnings("MustBeClosedChecker") // the returned file owns the arena and closes it
    public static GgufFile open(Path path) {
        Arena arena = Arena.ofShared();
        try {
            return new GgufFile(map(path, arena), arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Reads a file that is already in memory; closing it leaves the memory alone.
     *
     * @throws GgufException when the bytes are damaged or are no GGUF file
     */
    public static GgufFile of(MemorySegment bytes) {
        return new GgufFile(bytes.asReadOnly(), null);
    }

    private static MemorySegment map(Path path, Arena arena) {
        if (Files.isDirectory(path)) {
            throw new GgufException("%s is a folder, not a GGUF file.".formatted(path));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new GgufException("There is no file %s.".formatted(path), e);
        } catch (IOException e) {
            throw new GgufException("The file %s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** The format version, 2 or 3. */
    public int version() {
        return header.version();
    }

    public Metadata metadata() {
        return header.metadata();
    }

    /** All tensors by name, in the order of the file. */
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(header.tensors());
    }

    public Optional<TensorInfo> tensor(String name) {
        return Optional.ofNullable(header.tensors().get(name));
    }

    /** The bytes of a tensor of this file, in {@link TensorInfo#type()}'s layout, little-endian. */
    public MemorySegment data(TensorInfo tensor) {
        return bytes.asSlice(tensor.offset(), tensor.bytes());
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
