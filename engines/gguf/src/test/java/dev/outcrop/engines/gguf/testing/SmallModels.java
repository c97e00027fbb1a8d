package dev.outcrop.engines.gguf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small models in Hugging Face's layout, made by {@code make_models.py}, which lies beside them. */
public final class SmallModels {

    public static final Path FOLDER = Path.of("src/test/resources/dev/outcrop/engines/gguf/convert");

    private SmallModels() {}

    public static List<String> names() {
        return List.of("llama2", "llama3", "mistral", "qwen2", "qwen3");
    }

    /** A copy that a test may change. */
    public static Path copy(String name, Path into) {
        try {
            Path target = Files.createDirectory(into.resolve(name));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER.resolve(name))) {
                for (Path file : files) {
                    Files.copy(file, target.resolve(String.valueOf(file.getFileName())));
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
