package dev.outcrop.engines.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** From text to text: golden completions and embeddings through the public models. */
class GoldenCompletionTest {

    static List<String> decoders() {
        return Golden.modelsWith("completion");
    }

    static List<String> encoders() {
        return Golden.modelsWith("embeddings");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void completionsAreTheGoldenTexts(String name) {
        GgufOptions options = GgufOptions.defaults().withThreads(1);
        for (JsonNode completion : Golden.cases(name).get("completion")) {
            try (GgufTextModel model = GgufTextModel.open(Golden.model(name),
                    options.withContextLength(completion.get("n_ctx").intValue()))) {
                Prompt prompt = new Prompt.Verbatim(completion.get("prompt_text").stringValue());
                int tokens = completion.get("ids").size();
                Recorder recorder = new Recorder();
                Generation _ = model.generate(
                        new GenerationRequest(prompt, Sampling.GREEDY, tokens, List.of()), recorder);
                assertThat(recorder.await().promptTokens()).isEqualTo(completion.get("prompt").size());
                assertThat(recorder.await().outputTokens()).isEqualTo(tokens);
                assertThat(recorder.text()).isEqualTo(expectedText(name, completion));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void embeddingsOfTextsAreExact(String name) {
        JsonNode cases = Golden.cases(name);
        double tolerance = cases.at("/tolerance/suggested/float_engine_max_vs_exact").doubleValue();
        try (GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model(name), 1)) {
            for (JsonNode text : cases.at("/embeddings/cases")) {
                Embedding embedding = model.embed(text.get("text").stringValue());
                assertThat(embedding.tokens()).isEqualTo(text.get("ids").size());
                double[] expected = Golden.doubles(text.get("exact_vec"));
                assertThat(embedding.vector()).hasSize(expected.length);
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) embedding.vector()[i]).isCloseTo(expected[i], within(tolerance));
                }
            }
        }
    }

    /** The golden text, without the control tokens that it writes out and an answer does not contain. */
    private static String expectedText(String name, JsonNode completion) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayOutputStream spelledOut = new ByteArrayOutputStream();
        try (GgufFile file = GgufFile.open(Golden.model(name))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            for (int id : Golden.ints(completion.get("ids"))) {
                answer.writeBytes(tokenizer.bytes(id));
                spelledOut.writeBytes(tokenizer.spelledBytes(id));
            }
        }
        assertThat(spelledOut.toByteArray())
                .isEqualTo(HexFormat.of().parseHex(completion.get("text_hex").stringValue()));
        return answer.toString(StandardCharsets.UTF_8);
    }
}
