package dev.outcrop.cli.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.outcrop.catalog.AccountModels;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.cli.command.ModelsCommand;
import dev.outcrop.cli.config.ConfigException;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.server.EmbeddingModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rules with {@code engine: onnx}, over the encoder with random weights of the engine's tests. */
class SentenceEncoderRuleTest {
    private static final Path SENTENCES = Path
            .of("..", "engines", "onnx", "src", "test", "resources", "dev", "outcrop", "engines", "onnx", "sentences")
            .toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void aRuleNamesAnEncoder() {
        try (MiniLmEncoder encoder = new MiniLmEncoder(1);
                ConfiguredModels models = new ConfiguredModels(
                        config("[{match: 'cohere.embed-*', engine: onnx, path: '" + SENTENCES
                                + "', pooling: cls, prefixes: {query: 'query: ', document: 'passage: '}}]"),
                        encoder)) {
            ModelResolver resolver = new ModelResolver(
                    FoundationModels.load(), "us-east-1", "123456789012", AccountModels.NONE, id -> false);
            EmbeddingModels.ServedModel served = models.embedderOf(resolver.resolve("cohere.embed-english-v3"));
            assertThat(served.servedBy()).isEqualTo("onnx/sentences");
            assertThat(vector(served.model(), EmbeddingPurpose.QUERY))
                    .isNotEqualTo(vector(served.model(), EmbeddingPurpose.DOCUMENT));
            assertThat(models.embedderOf(resolver.resolve("amazon.titan-embed-text-v1")).servedBy())
                    .isEqualTo("embedded/all-MiniLM-L6-v2-int8");
        }
    }

    private static float[] vector(EmbeddingModel model, EmbeddingPurpose purpose) {
        return model.embed(new EmbeddingRequest(List.of("birds"), purpose, 512, Overflow.REFUSE)).getFirst().vector();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            pooling: max                 | `pooling` is `mean` or `cls`
            prefixes: words              | `prefixes` is a map such as
            prefixes: {queries: 'a'}     | has no purpose `queries`; there are query, document
            prefixes: {query: 1}         | the words of `query` are no text
            endpoints: []                | unknown key `endpoints`
            """)
    void whatIsWrongIsSaidPlainly(String more, String message) {
        assertThatThrownBy(() -> config("[{match: '*', engine: onnx, path: '" + SENTENCES + "', " + more + "}]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEncoderThatDoesNotFitIsAnErrorAtTheStart() {
        try (MiniLmEncoder encoder = new MiniLmEncoder(1)) {
            OutcropConfig config = config("[{match: '*', engine: onnx, path: '" + SENTENCES
                    + "', context-length: 4096}]");
            assertThatThrownBy(() -> new ConfiguredModels(config, encoder))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining(SENTENCES.toString())
                    .hasMessageContaining("128 tokens at once, not 4096");
        }
    }

    @Test
    void theCommandAddsARule() throws IOException {
        Path file = folder.resolve("outcrop.yaml");
        Files.writeString(file, "region: us-east-1\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandLine command = new CommandLine(
                new ModelsCommand(new PrintStream(bytes, true, StandardCharsets.UTF_8)));

        assertThat(command.execute("add", SENTENCES.toString(), "--as", "cohere.embed-*", "--pooling", "CLS",
                "--config", file.toString())).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).containsPattern("dimensions +8")
                .containsPattern("tokens at once +128");
        OutcropConfig.ModelRule rule = new ConfigLoader(Map.of(), folder).load(file, Map.of()).models().getFirst();
        assertThat(rule.engine()).isEqualTo("onnx");
        assertThat(rule.path()).isEqualTo(SENTENCES);
    }

    private OutcropConfig config(String models) {
        return new ConfigLoader(Map.of("OUTCROP_MODELS", models, "OUTCROP_DATA", folder.toString()), folder)
                .load(null, Map.of());
    }
}
