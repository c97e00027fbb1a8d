package dev.outcrop.storage.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written beside its place, forced to the disk and moved there.
 *
 * <p>What a killed process leaves behind is deleted by a later writer, once nothing was written to it for a day.
 */
final class FolderObject extends PendingObject {

    /** The folder in a bucket that holds what is being written; on the same file system, so that a move is atomic. */
    static final String PARTIAL = ".outcrop-partial";

    private static final Logger LOG = LoggerFactory.getLogger(FolderObject.class);
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final ObjectUri uri;
    private final Path bucket;
    private final Path file;
    private final Path partial;
    private final FileChannel channel;

    private FolderObject(ObjectUri uri, Path bucket, Path file, Path partial, FileChannel channel) {
        this.uri = uri;
        this.bucket = bucket;
        this.file = file;
        this.partial = partial;
        this.channel = channel;
    }

    static FolderObject open(ObjectUri uri, Path bucket, Path file) throws StorageException {
        Path folder = bucket.resolve(PARTIAL);
        try {
            Files.createDirectories(file.getParent());
            Files.createDirectories(folder);
            deleteAbandoned(folder);
            Path partial = folder.resolve(UUID.randomUUID().toString());
            FileChannel channel = FileChannel.open(
                    partial, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            return new FolderObject(uri, bucket, file, partial, channel);
        } catch (FileAlreadyExistsException e) {
            throw FolderStore.occupied(uri, e);
        } catch (IOException e) {
            throw FolderStore.failure("written", uri, e);
        }
    }

    private static void deleteAbandoned(Path folder) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> partials = Files.newDirectoryStream(folder)) {
            for (Path partial : partials) {
                try {
                    if (Files.getLastModifiedTime(partial).toInstant().isBefore(limit)) {
                        Files.deleteIfExists(partial);
                    }
                } catch (NoSuchFileException e) {
                    LOG.debug("{} was finished by its writer", partial);
                }
            }
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            throw FolderStore.failure("written", uri, e);
        }
    }

    @Override
    public void commit() throws StorageException {
        if (!channel.isOpen()) {
            throw new IllegalStateException("closed");
        }
        try {
            channel.force(true);
            channel.close();
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolders();
        } catch (IOException e) {
            close();
            throw Files.isDirectory(file) ? FolderStore.occupied(uri, e) : FolderStore.failure("written", uri, e);
        }
    }

    /** A new file is there after a loss of power when its folder is on the disk, which may be new too. */
    private void forceFolders() throws IOException {
        for (Path folder = file.getParent(); folder != null && folder.startsWith(bucket); folder = folder.getParent()) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            } catch (IOException e) {
                if (!Files.isReadable(folder)) {
                    LOG.debug("{} cannot be opened to be forced to the disk", folder);
                } else {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", partial, e.toString());
        }
    }
}
