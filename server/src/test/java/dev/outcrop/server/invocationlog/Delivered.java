package dev.outcrop.server.invocationlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what has been delivered to a bucket's folder. */
public final class Delivered {
    private Delivered() {}

    /** Every record below a folder. */
    public static List<JsonNode> records(Path folder) throws IOException {
        return files(folder, "[0-9T]+Z_[0-9a-f]{16}\\.json\\.gz").stream()
                .flatMap(file -> unzipped(file).lines())
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    /** Files below a folder whose names match, sorted. */
    public static List<Path> files(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
        }
    }

    /** What an {@code s3://} URI names, unzipped. */
    public static String aside(Path buckets, String uri) {
        return unzipped(buckets.resolve(uri.substring("s3://".length())));
    }

    private static String unzipped(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
