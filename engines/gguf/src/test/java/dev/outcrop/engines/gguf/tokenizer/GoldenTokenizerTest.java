package dev.outcrop.engines.gguf.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Every golden text gives the golden ids, and the ids give the golden bytes. */
class GoldenTokenizerTest {

    static List<String> models() {
        return Golden.modelsWith("tokenization");
    }

    @ParameterizedTest
    @MethodSource("models")
    void tokenIdsAreExact(String model) {
        try (GgufFile file = GgufFile.open(Golden.model(model))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            JsonNode cases = Golden.cases(model).path("tokenization");
            assertThat(cases.size()).isPositive();
            for (JsonNode each : cases) {
                String text = each.path("text").stringValue();
                int[] plain = tokenizer.encode(text, false, false);
                if (each.has("plain_also_accepted")) {
                    assertThat(plain)
                            .as("plain: %s", text)
                            .isIn(Golden.ints(each.path("plain")), Golden.ints(each.path("plain_also_accepted")));
                    continue;
                }
                assertThat(plain).as("plain: %s", text).isEqualTo(Golden.ints(each.path("plain")));
                assertThat(tokenizer.encode(text, false, true))
                        .as("parsed: %s", text)
                        .isEqualTo(Golden.ints(each.path("parsed")));
                assertThat(tokenizer.encode(text, true, true))
                        .as("full: %s", text)
                        .isEqualTo(Golden.ints(each.path("full")));
                assertThat(spelled(tokenizer, Golden.ints(each.path("parsed"))))
                        .as("pieces: %s", text)
                        .isEqualTo(pieces(each));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void endsOfGenerationAreFound(String model) {
        if (model.startsWith("bert")) {
            return; // An encoder generates nothing.
        }
        try (GgufFile file = GgufFile.open(Golden.model(model))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            List<Integer> found = new ArrayList<>();
            for (int id = 0; id < tokenizer.size(); id++) {
                if (tokenizer.isEndOfGeneration(id)) {
                    found.add(id);
                }
            }
            assertThat(found.stream().mapToInt(id -> id).toArray())
                    .isEqualTo(Golden.ints(Golden.cases(model).path("vocab").path("eog")));
        }
    }

    private static byte[] spelled(Tokenizer tokenizer, int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(tokenizer.spelledBytes(id));
        }
        return bytes.toByteArray();
    }

    private static byte[] pieces(JsonNode each) {
        return each.has("pieces_hex")
                ? HexFormat.of().parseHex(each.path("pieces_hex").stringValue())
                : each.path("pieces").stringValue().getBytes(StandardCharsets.UTF_8);
    }
}
