package dev.outcrop.engines.gguf.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.convert.Conversion;
import dev.outcrop.engines.gguf.convert.WeightFormat;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.engines.gguf.testing.SmallModels;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Converted models compute what an independent forward pass in float64 computes from the original weights. */
class ConvertedModelTest {

    /** Float32 arithmetic over 16-bit weights, on logits of up to 32. */
    private static final double TOLERANCE = 2e-4;

    /** The same when float32 weights were rounded to float16. */
    private static final double ROUNDED = 2e-2;

    /** The same with eight bits per weight, as a part of the largest logit. */
    private static final double QUANTIZED = 0.04;

    @TempDir
    Path folder;

    static List<String> models() {
        return SmallModels.names();
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAndChoicesAreTheOriginals(String name) throws IOException {
        JsonNode expected = Golden.read(SmallModels.FOLDER.resolve(name).resolve("expected.json"));
        double tolerance = name.equals("mistral") ? ROUNDED : TOLERANCE;
        try (GgufFile file = GgufFile.open(converted(name, WeightFormat.SIXTEEN_BIT));
                DecoderFixture model = new DecoderFixture(file, 128)) {
            assertLogits(model, expected, tolerance);
            assertGreedy(model, expected, tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void eightBitsStayClose(String name) throws IOException {
        JsonNode expected = Golden.read(SmallModels.FOLDER.resolve(name).resolve("expected.json"));
        try (GgufFile file = GgufFile.open(converted(name, WeightFormat.Q8_0));
                DecoderFixture model = new DecoderFixture(file, 128)) {
            double largest = DoubleStream.of(Golden.doubles(expected.get("logits").get(0))).map(Math::abs).max()
                    .orElseThrow();
            assertLogits(model, expected, QUANTIZED * largest);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void tokensAreTheOriginals(String name) throws IOException {
        JsonNode expected = Golden.read(SmallModels.FOLDER.resolve(name).resolve("expected.json"));
        try (GgufFile file = GgufFile.open(converted(name, WeightFormat.SIXTEEN_BIT))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            for (JsonNode text : expected.get("tokens")) {
                assertThat(tokenizer.encode(text.get("text").stringValue(), true, true))
                        .as("%s: %s", name, text.get("text"))
                        .containsExactly(Golden.ints(text.get("ids")));
            }
        }
    }

    private Path converted(String name, WeightFormat format) throws IOException {
        Path target = folder.resolve(name + "-" + format + ".gguf");
        try (Conversion conversion = Conversion.open(SmallModels.FOLDER.resolve(name), format)) {
            conversion.write(target, (written, total) -> true);
        }
        return target;
    }

    private static void assertLogits(DecoderFixture model, JsonNode expected, double tolerance) {
        List<float[]> logits = model.logits(model.sequence(), Golden.ints(expected.get("prompt")), 64);
        int[] positions = Golden.ints(expected.get("positions"));
        for (int i = 0; i < positions.length; i++) {
            double[] exact = Golden.doubles(expected.get("logits").get(i));
            float[] computed = logits.get(positions[i]);
            assertThat(computed).hasSize(exact.length);
            for (int id = 0; id < exact.length; id++) {
                assertThat((double) computed[id]).as("position %d, token %d", positions[i], id)
                        .isCloseTo(exact[id], within(tolerance));
            }
        }
    }

    /** Follows the original's choices, and makes them itself wherever rounding cannot excuse another. */
    private static void assertGreedy(DecoderFixture model, JsonNode expected, double tolerance) {
        SequenceCache sequence = model.sequence();
        float[] logits = model.lastLogits(sequence, Golden.ints(expected.get("prompt")));
        int[] ids = Golden.ints(expected.get("greedy"));
        double[] margins = Golden.doubles(expected.get("margins"));
        for (int i = 0; i < ids.length; i++) {
            if (margins[i] > 2 * tolerance) {
                assertThat(DecoderFixture.largest(logits)).as("step %d", i).isEqualTo(ids[i]);
            }
            logits = model.lastLogits(sequence, ids[i]);
        }
    }
}
