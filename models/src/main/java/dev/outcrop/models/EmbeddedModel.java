package dev.outcrop.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model that is part of the build: its weights are a resource beside this class, described by a card.
 *
 * <p>Engines map model files into memory, so a model that sits inside a jar is first copied out, once, under a name
 * that holds its checksum; a torn or foreign file is never used.
 */
public enum EmbeddedModel {
    /** The small instruct model that answers every text model id by default. */
    PEBBLE("pebble", "gguf");

    private final String id;
    private final String extension;

    EmbeddedModel(String id, String extension) {
        this.id = id;
        this.extension = extension;
    }

    /** Its name, as in {@code x-outcrop-served-by}. */
    public String id() {
        return id;
    }

    /**
     * A file with the weights.
     *
     * @param folder where it is put when it has to be copied; created when missing
     * @throws UncheckedIOException when the folder cannot be written
     */
    public Path file(Path folder) {
        URL resource = resource();
        if (resource.getProtocol().equals("file")) {
            try {
                return Path.of(resource.toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("Not a usable resource: " + resource, e);
            }
        }
        try {
            Path file = folder.resolve(id + "-" + checksum().substring(0, 16) + "." + extension);
            if (!Files.isRegularFile(file)) {
                copyTo(file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written beside the weights by the recipe, so that a start does not hash them. */
    private String checksum() throws IOException {
        try (InputStream in = open("/dev/outcrop/models/" + id + ".sha256")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).substring(0, 64);
        }
    }

    private void copyTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), id, ".part");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(open(path()), digest)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(checksum())) {
                throw new IOException("The embedded model " + id + " is damaged: its SHA-256 is " + found + ".");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String path() {
        return "/dev/outcrop/models/" + id + "." + extension;
    }

    private URL resource() {
        URL url = EmbeddedModel.class.getResource(path());
        if (url == null) {
            throw new IllegalStateException("The build lacks " + path());
        }
        return url;
    }

    private static InputStream open(String path) throws IOException {
        InputStream in = EmbeddedModel.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("The build lacks " + path);
        }
        return in;
    }
}
