package dev.outcrop.server.invocationlog.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one process's segments, which a lock on a file in it keeps for that process. */
final class JournalFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);

    /** Processes that may share a data folder. */
    private static final int MOST = 16;

    private final Path path;
    private final FileChannel lockFile;

    private JournalFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Takes the first folder that nobody has, with the segments of all such. */
    static JournalFolder claim(Path base) throws IOException {
        makePrivate(base);
        JournalFolder own = null;
        for (int i = 1; i <= MOST; i++) {
            Path candidate = base.resolve("journal-" + i);
            if (own != null && !Files.exists(candidate)) {
                break;
            }
            makePrivate(candidate);
            JournalFolder free = lock(candidate);
            if (own == null) {
                own = free;
            } else if (free != null) {
                try (free) {
                    own.adopt(free);
                }
            }
        }
        if (own == null) {
            throw new IOException("More than " + MOST + " processes use the folder " + base + ".");
        }
        return own;
    }

    /** Prompts and answers lie here: nobody else may read them. */
    private static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static @Nullable JournalFolder lock(Path folder) throws IOException {
        FileChannel file = FileChannel
                .open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is in use by this process", folder);
        } finally {
            if (lock == null) {
                file.close();
            }
        }
        return lock == null ? null : new JournalFolder(folder, file);
    }

    private void adopt(JournalFolder other) throws IOException {
        for (Segment segment : other.segments()) {
            Files.move(
                    segment.file(), path.resolve(segment.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path path() {
        return path;
    }

    /** Oldest first. */
    List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            files.sorted().forEach(file -> {
                Segment segment = Segment.of(file);
                if (segment != null) {
                    segments.add(segment);
                }
            });
        }
        return segments;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.debug("{} stays locked until this process ends", path, e);
        }
    }
}
