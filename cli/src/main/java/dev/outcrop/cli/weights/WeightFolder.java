package dev.outcrop.cli.weights;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import dev.outcrop.server.model.LoadedWeights;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that keeps weights: one folder for each model, which appears complete or not at all, and one for each attempt
 * to bring one, whose name begins with a dot. Thread-safe; several processes may share it.
 */
final class WeightFolder {

    /** The weights within a model's folder. */
    static final String MODEL = "model.gguf";

    private static final String DESCRIPTION = "weights.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path root;

    WeightFolder(Path root) {
        this.root = root;
    }

    /** The weights of a model, if they are here. */
    Optional<Path> model(String arn) {
        return Optional.of(folder(arn).resolve(MODEL)).filter(Files::isRegularFile);
    }

    /**
     * What is known of a model's weights, if they are here.
     *
     * @throws IOException when they cannot be read
     */
    Optional<LoadedWeights> describe(String arn) throws IOException {
        try {
            return Optional.of(JSON.readValue(
                    Files.readAllBytes(folder(arn).resolve(DESCRIPTION)), LoadedWeights.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("The description of the model's weights is damaged.", e);
        }
    }

    /**
     * Begins an attempt to bring a model's weights; what an earlier one has left is removed.
     *
     * @return an empty folder for it
     * @throws IOException when there cannot be one
     */
    Path begin(String arn) throws IOException {
        Files.createDirectories(root);
        abandon(arn);
        return Files.createDirectory(root.resolve(attempts(arn) + UUID.randomUUID()));
    }

    /**
     * Makes the folder {@code made}, which holds {@value #MODEL}, the model's.
     *
     * @throws IOException when it cannot be
     */
    void publish(String arn, Path made, LoadedWeights weights) throws IOException {
        Files.write(made.resolve(DESCRIPTION), JSON.writeValueAsBytes(weights));
        Files.move(made, folder(arn), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives the weights of one model to another: the same file where the file system can, else a copy.
     *
     * @throws IOException when the first has none, or they cannot be given
     */
    void copy(String fromArn, String toArn) throws IOException {
        if (model(toArn).isPresent()) {
            return;
        }
        LoadedWeights weights = describe(fromArn)
                .orElseThrow(() -> new NoSuchFileException("The weights of " + fromArn + " are not here."));
        Path attempt = begin(toArn);
        try {
            Path made = Files.createDirectory(attempt.resolve("out"));
            Path source = folder(fromArn).resolve(MODEL);
            try {
                Files.createLink(made.resolve(MODEL), source);
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(source, made.resolve(MODEL), StandardCopyOption.REPLACE_EXISTING);
            }
            publish(toArn, made, weights);
        } finally {
            remove(attempt);
        }
    }

    /**
     * Removes a model's weights and what attempts to bring them have left. Whoever has them open keeps them until then.
     *
     * @throws IOException when they cannot be removed
     */
    void delete(String arn) throws IOException {
        abandon(arn);
        Path folder = folder(arn);
        if (Files.isDirectory(folder)) {
            // Under another name first: half a model is never seen under its own.
            Path away = root.resolve(attempts(arn) + UUID.randomUUID());
            Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
            remove(away);
        }
    }

    /** Bytes of all that is kept, attempts included. */
    long usedBytes() throws IOException {
        long[] bytes = {0};
        if (Files.isDirectory(root)) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return bytes[0];
    }

    /** Bytes that the disk still takes. */
    long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    private void abandon(String arn) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (Path left : entries.filter(entry -> entry.getFileName().toString().startsWith(attempts(arn)))
                    .toList()) {
                remove(left);
            }
        }
    }

    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, java.io.IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path folder(String arn) {
        return root.resolve(name(arn));
    }

    private static String attempts(String arn) {
        return "." + name(arn) + ".";
    }

    /** Everything of an ARN but what is the same for all, in letters that every file system has. */
    private static String name(String arn) {
        return arn.substring(arn.indexOf(':', "arn:".length()) + 1).replaceAll("[^A-Za-z0-9-]", "_");
    }
}
