package dev.outcrop.server.invocationlog.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the files of segments; tests make disks that are full. */
@FunctionalInterface
public interface Disk {

    /** A file that is appended to. */
    interface Appender extends Closeable {

        /** Appends all of it. */
        void append(ByteBuffer bytes) throws IOException;

        /** Forces what was appended to the device. */
        void force() throws IOException;

        /** Takes back what was appended past a length. */
        void truncate(long length) throws IOException;
    }

    /** Makes a new file. */
    Appender create(Path file) throws IOException;

    /** The file system's own files. */
    static Appender file(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new Appender() {
            @Override
            public void append(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long length) throws IOException {
                channel.truncate(length);
                channel.position(length);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
