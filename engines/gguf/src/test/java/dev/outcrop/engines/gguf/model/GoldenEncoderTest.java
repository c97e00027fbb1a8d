package dev.outcrop.engines.gguf.model;

import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Every golden embedding, at the sharp tolerance. */
class GoldenEncoderTest {

    static List<String> encoders() {
        return Golden.modelsWith("embeddings");
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void vectorsAreExact(String name) {
        JsonNode cases = Golden.cases(name);
        double tolerance = cases.at("/tolerance/suggested/float_engine_max_vs_exact").doubleValue();
        try (GgufFile file = GgufFile.open(Golden.model(name)); Workers workers = new Workers(1, "test")) {
            Encoder encoder = Encoder.load(file, new FloatKernels(workers), workers);
            JsonNode texts = cases.at("/embeddings/cases");
            assertThat(texts).isNotEmpty();
            for (JsonNode text : texts) {
                int[] ids = Golden.ints(text.get("ids"));
                assertClose(encoder.embedding(ids), text.get("exact_vec"), tolerance);
            }
            JsonNode unpooled = cases.at("/embeddings/first_text_unpooled_tokens_0_to_3");
            float[] vectors = encoder.encode(Golden.ints(texts.get(0).get("ids")));
            double loose = cases.at("/tolerance/suggested/any_engine_max_vs_oracle").doubleValue();
            for (int token = 0; token < unpooled.size(); token++) {
                float[] vector = Arrays.copyOfRange(vectors, token * encoder.width(),
                        (token + 1) * encoder.width());
                assertClose(vector, unpooled.get(token), loose);
            }
        }
    }

    private static void assertClose(float[] vector, JsonNode expected, double tolerance) {
        double[] values = Golden.doubles(expected);
        assertThat(vector).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) vector[i]).isCloseTo(values[i], within(tolerance));
        }
    }
}
