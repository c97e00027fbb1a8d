package dev.outcrop.server.invocationlog.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A file of entries that share a heading, which is its first entry. The name tells when it was begun, and is unlike that of
 * any other segment of any node.
 *
 * @param suffix random: what tells files apart that are made from segments
 */
public record Segment(Path file, Instant begun, String suffix) {
    private static final Pattern NAME = Pattern.compile("([0-9]{13})-([0-9a-f]{16})\\.log");

    /** A new one. */
    static Segment begin(Path folder, Instant now, long random) {
        String suffix = String.format(Locale.ROOT, "%016x", random);
        return new Segment(
                folder.resolve(String.format(Locale.ROOT, "%013d-%s.log", now.toEpochMilli(), suffix)), now, suffix);
    }

    /** The segment that a file is, or null when it is none. */
    static @Nullable Segment of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? new Segment(file, Instant.ofEpochMilli(Long.parseLong(name.group(1))), name.group(2))
                : null;
    }

    /** The entries that are whole, from the first. */
    public Reader read() throws IOException {
        return new Reader(file);
    }

    /** Reads a segment once. */
    public static final class Reader implements Closeable {
        private final InputStream in;
        private final String heading;

        private Reader(Path file) throws IOException {
            in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
            try {
                byte[] first = Frames.read(in);
                heading = first == null ? "" : new String(first, StandardCharsets.UTF_8);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        /** What all entries share; empty when not even that is whole. */
        public String heading() {
            return heading;
        }

        /** The next entry, or null after the last. */
        public byte @Nullable [] next() throws IOException {
            return Frames.read(in);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Entries that are whole; reads all of them. */
    int entries() throws IOException {
        int entries = 0;
        try (Reader reader = read()) {
            while (reader.next() != null) {
                entries++;
            }
        }
        return entries;
    }
}
