package dev.outcrop.cli.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.engines.gguf.convert.Conversion;
import dev.outcrop.engines.gguf.convert.WeightFormat;
import dev.outcrop.server.model.LoadedWeights;
import dev.outcrop.server.model.ModelArtifacts.ArtifactException;
import dev.outcrop.storage.folder.FolderStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Weights come from a bucket's folder, whole or not at all. */
class WeightsTest {

    static final Path MODELS = Path.of("..", "engines", "gguf",
            "src/test/resources/dev/outcrop/engines/gguf/convert");

    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefghijkl";
    private static final String OTHER = "arn:aws:bedrock:us-east-1:123456789012:custom-model/imported/abcdefghijkl";

    private final Path folder;
    private final Path bucket;
    private OwnModels own;

    WeightsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.bucket = Files.createDirectory(folder.resolve("bucket"));
        this.own = models(folder, bucket, 1L << 40);
    }

    private static OwnModels models(Path folder, Path bucket, long mostBytes) {
        return new OwnModels(
                new WeightOptions(folder.resolve("weights"), mostBytes, WeightFormat.SIXTEEN_BIT,
                        Duration.ofMinutes(5), false),
                new FolderStore(null, Map.of("models", bucket)),
                file -> {
                    throw new IllegalStateException("not asked for");
                },
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        own.close();
    }

    static Path copy(String model, Path into) throws IOException {
        Files.createDirectories(into);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(MODELS.resolve(model))) {
            for (Path file : files) {
                Files.copy(file, into.resolve(String.valueOf(file.getFileName())));
            }
        }
        return into;
    }

    @Test
    void aCheckpointIsConverted() throws Exception {
        copy("qwen2", bucket.resolve("qwen2"));
        Files.createDirectories(bucket.resolve("qwen2/original"));
        Files.writeString(bucket.resolve("qwen2/original/params.json"), "{}");
        LoadedWeights weights = own.artifacts().load("s3://models/qwen2", ARN);
        assertThat(weights.architecture()).isEqualTo("qwen2");
        assertThat(weights.converses()).isTrue();
        WeightFolder kept = new WeightFolder(folder.resolve("weights"));
        assertThat(Files.size(kept.model(ARN).orElseThrow())).isEqualTo(weights.bytes());
        assertThat(names()).hasSize(1).noneMatch(name -> name.startsWith("."));
        Files.delete(bucket.resolve("qwen2/config.json"));
        assertThat(own.artifacts().load("s3://models/qwen2", ARN)).as("begun again").isEqualTo(weights);
    }

    @Test
    void aGgufFileIsTakenAsItIs() throws Exception {
        Path file = Files.createDirectories(bucket.resolve("a/b")).resolve("some.gguf");
        try (Conversion conversion = Conversion.open(MODELS.resolve("llama3"), WeightFormat.Q8_0)) {
            conversion.write(file, (written, total) -> true);
        }
        LoadedWeights weights = own.artifacts().load("s3://models/a/b/", ARN);
        assertThat(weights).isEqualTo(new LoadedWeights("llama", false, Files.size(file)));
        assertThat(new WeightFolder(folder.resolve("weights")).model(ARN).orElseThrow()).hasSameBinaryContentAs(file);
    }

    @Test
    void aCopyStaysWhenTheFirstIsDeleted() throws Exception {
        copy("qwen3", bucket.resolve("qwen3"));
        LoadedWeights weights = own.artifacts().load("s3://models/qwen3", OTHER);
        own.artifacts().copy(OTHER, ARN);
        own.artifacts().copy(OTHER, ARN);
        own.artifacts().delete(OTHER);
        own.artifacts().delete(OTHER);
        WeightFolder kept = new WeightFolder(folder.resolve("weights"));
        assertThat(kept.model(OTHER)).isEmpty();
        assertThat(kept.describe(ARN)).hasValue(weights);
        assertThat(names()).hasSize(1);
        assertThatThrownBy(() -> own.artifacts().copy(OTHER, ARN + "x")).isInstanceOf(ArtifactException.class);
    }

    /** What a killed process leaves behind looks like this. */
    @Test
    void whatAnAttemptLeftIsRemovedByTheNext() throws Exception {
        copy("qwen2", bucket.resolve("qwen2"));
        WeightFolder kept = new WeightFolder(folder.resolve("weights"));
        Path dead = kept.begin(ARN);
        Files.createDirectories(dead.resolve("out"));
        Files.writeString(dead.resolve("out/model.gguf"), "half");
        assertThat(kept.model(ARN)).isEmpty();
        assertThat(own.artifacts().load("s3://models/qwen2/", ARN).bytes()).isPositive();
        assertThat(names()).hasSize(1).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void anInterruptedImportLeavesNothing() throws Exception {
        copy("qwen2", bucket.resolve("qwen2"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> own.artifacts().load("s3://models/qwen2/", ARN))
                .isInstanceOf(InterruptedException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void aFullDiskIsSaidBeforeItIsFull() throws Exception {
        copy("qwen2", bucket.resolve("qwen2"));
        own.close();
        own = models(folder, bucket, 100_000);
        assertThatThrownBy(() -> own.artifacts().load("s3://models/qwen2/", ARN))
                .isInstanceOf(ArtifactException.class)
                .hasMessage(
                        "The import needs 1 MB more, but there is room for 0 MB. Delete imported models, free space on"
                                + " the disk of the model folder, or raise imports.space.");
        assertThat(names()).isEmpty();
    }

    /** One way to spoil a folder. */
    @FunctionalInterface
    interface Damage {
        void to(Path model) throws IOException;
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("nothing there", "nothing", model -> {}, "There is nothing in the folder s3://models/nothing."),
                damage("no weights", "m", model -> Files.delete(model.resolve("model.safetensors")),
                        "There are no weights in the folder s3://models/m: no file ends in .safetensors or .gguf."),
                damage("pickles", "m", model -> Files.move(model.resolve("model.safetensors"),
                        model.resolve("pytorch_model.bin")), "are pickles, which can run programs"),
                damage("no config", "m", model -> Files.delete(model.resolve("config.json")),
                        "There is no config.json."),
                damage("unknown architecture", "m", model -> replace(model.resolve("config.json"), "Qwen2For", "Bert"),
                        "The architecture BertCausalLM is not supported."),
                damage("cut short", "m", model -> cut(model.resolve("model.safetensors")), "The file was cut short."),
                damage("damaged GGUF", "g", model -> Files.writeString(model.resolve("x.gguf"), "GGUF"),
                        "The file ends inside the version"),
                damage("several GGUF files", "g", model -> {
                    Files.writeString(model.resolve("x.gguf"), "GGUF");
                    Files.writeString(model.resolve("y.gguf"), "GGUF");
                }, "holds 2 GGUF files."),
                damage("a template that cannot be", "m", model -> Files.writeString(
                        model.resolve("chat_template.jinja"), "{% for %}"), "template"),
                damage("a link that leads out", "m", model -> {
                    Path outside = Files.move(model.resolve("model.safetensors"),
                            model.resolve("../../outside.safetensors"));
                    Files.createSymbolicLink(model.resolve("model.safetensors"), outside.toRealPath());
                }, "There are no weights"));
    }

    private static Arguments damage(String name, String folder, Damage damage, String message) {
        return arguments(name, folder, damage, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void whatIsWrongIsSaid(String name, String model, Damage damage, String message) throws Exception {
        copy("qwen2", bucket.resolve("m"));
        damage.to(Files.createDirectories(bucket.resolve(model.equals("g") ? "g" : "m")));
        assertThatThrownBy(() -> own.artifacts().load("s3://models/" + model, ARN))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message);
        assertThat(names()).isEmpty();
    }

    private static void replace(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, new String(bytes, StandardCharsets.ISO_8859_1).substring(0, bytes.length - 2)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<String> names() throws IOException {
        Path weights = folder.resolve("weights");
        if (!Files.isDirectory(weights)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(weights)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }
}
