package dev.outcrop.engines.gguf.model;

import java.nio.file.Path;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The embedded model in this engine gives what the framework that trained it gives. */
class PebbleTest {

    private static final Path MODELS = Path.of("../../models/src");
    private static final Path WEIGHTS = MODELS.resolve("main/resources/dev/outcrop/models/pebble.gguf");
    private static final Path GOLDEN = MODELS.resolve("test/resources/pebble-golden.json");

    @Test
    void greedyTokensAreThoseOfTheTrainingFramework() {
        try (GgufFile file = GgufFile.open(WEIGHTS);
                DecoderFixture model = new DecoderFixture(file, 256)) {
            JsonNode cases = Golden.read(GOLDEN);
            assertThat(cases).isNotEmpty();
            for (JsonNode golden : cases) {
                int[] expected = Golden.ints(golden.get("greedyIds"));
                int[] actual = new int[expected.length];
                try (SequenceCache sequence = model.sequence()) {
                    float[] logits = model.lastLogits(sequence, Golden.ints(golden.get("promptIds")));
                    for (int i = 0; i < actual.length; i++) {
                        actual[i] = DecoderFixture.largest(logits);
                        logits = model.lastLogits(sequence, actual[i]);
                    }
                }
                assertThat(actual).as(golden.get("text").stringValue()).containsExactly(expected);
            }
        }
    }
}
