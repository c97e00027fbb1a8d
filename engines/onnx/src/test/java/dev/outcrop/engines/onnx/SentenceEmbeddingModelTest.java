package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.engines.onnx.SentenceOptions.Pooling;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** The encoder that {@code sentences/make.py} makes: one layer of attention with random weights. */
class SentenceEmbeddingModelTest {
    private final SentenceEmbeddingModel model = load(SentenceOptions.defaults());

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void itSaysWhatItsFilesSay() {
        assertThat(model.name()).isEqualTo("sentences");
        assertThat(model.dimensions()).isEqualTo(8);
        assertThat(model.contextLength()).isEqualTo(128);
        assertThat(model.batches()).as("a model of floats that heeds its mask").isTrue();
    }

    /** Texts of unlike lengths, out of order, more than one run holds. */
    @Test
    void manyTextsAtOnceAreWhatEachIsAlone() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            texts.add("river stone bird. ".repeat(i * 7 % 23) + "stones ".repeat(i % 3));
        }
        List<Embedding> together = model.embed(EmbeddingRequest.of(texts));

        for (int i = 0; i < texts.size(); i++) {
            Embedding alone = model.embed(texts.get(i));
            assertThat(together.get(i).tokens()).isEqualTo(alone.tokens());
            assertThat(together.get(i).vector()).as("text %d", i).containsExactly(alone.vector(), within(1e-5f));
        }
    }

    @Test
    void aTextWithoutATokenIsWhatTheSpecialTokensSay() {
        for (String text : List.of("", " \n\u200B")) {
            Embedding embedding = model.embed(text);
            assertThat(embedding.tokens()).isEqualTo(2);
            assertThat(length(embedding.vector())).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void aLongTextIsTheMeanOfItsWindows() {
        String part = "river ".repeat(126);

        Embedding whole = model.embed(part + "stone ".repeat(126));

        float[] first = model.embed(part).vector();
        float[] second = model.embed("stone ".repeat(126)).vector();
        assertThat(whole.tokens()).isEqualTo(254);
        for (int i = 0; i < first.length; i++) {
            assertThat(whole.vector()[i]).isCloseTo((first[i] + second[i]) / 2, within(1e-5f));
        }
    }

    @Test
    void tooLongATextIsRefusedBeforeAnyIsEmbedded() {
        // "broken" would fail if it were run.
        assertThatThrownBy(() -> model.embed(request(3, Overflow.REFUSE, "broken", "river stone")))
                .isInstanceOfSatisfying(PromptTooLongException.class, failure -> {
                    assertThat(failure.promptTokens()).isEqualTo(4);
                    assertThat(failure.contextLength()).isEqualTo(3);
                });
        assertThat(model.embed(request(4, Overflow.REFUSE, "river stone")).getFirst().tokens()).isEqualTo(4);
    }

    @Test
    void tooLongATextIsCutWhereItIsAsked() {
        Embedding start = model.embed(request(4, Overflow.DROP_START, "broken river birds stone")).getFirst();
        Embedding end = model.embed(request(4, Overflow.DROP_END, "river birds broken")).getFirst();

        assertThat(start.tokens()).isEqualTo(4);
        assertThat(start.vector()).isNotEqualTo(end.vector());
        assertThat(end.vector()).containsExactly(model.embed("river bird").vector(), within(1e-6f));
        assertThat(model.embed(request(1, Overflow.DROP_END, "river")).getFirst().vector())
                .containsExactly(model.embed("").vector(), within(1e-6f));
    }

    @Test
    void prefixesStandBeforeEveryWindowAndAreNotCounted() {
        SentenceOptions options = new SentenceOptions(Pooling.MEAN, 0, Map.of(EmbeddingPurpose.QUERY, "query: "));
        try (SentenceEmbeddingModel prefixed = load(options)) {
            Embedding query = prefixed.embed(purpose(EmbeddingPurpose.QUERY, "birds")).getFirst();
            assertThat(query.vector()).containsExactly(model.embed("query: birds").vector(), within(1e-6f));
            assertThat(query.tokens()).isEqualTo(4);
            assertThat(prefixed.embed(purpose(EmbeddingPurpose.DOCUMENT, "birds")).getFirst().vector())
                    .containsExactly(model.embed("birds").vector(), within(1e-6f));

            Embedding two = prefixed.embed(purpose(EmbeddingPurpose.QUERY, "river ".repeat(2 * 124)))
                    .getFirst();
            assertThat(two.vector())
                    .containsExactly(model.embed("query: " + "river ".repeat(124)).vector(), within(1e-5f));
        }
    }

    @Test
    void aVectorMayBeTheFirstTokens() {
        try (SentenceEmbeddingModel first = load(new SentenceOptions(Pooling.CLS, 0, Map.of()))) {
            assertThat(first.embed("birds").vector()).isNotEqualTo(model.embed("birds").vector());
            assertThat(length(first.embed("birds").vector())).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void vectorsThatAreNoNumbersAreAFailure() {
        assertThatThrownBy(() -> model.embed("broken")).isExactlyInstanceOf(InferenceException.class)
                .hasMessageContaining("no number");
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.embed("river")).isInstanceOf(InferenceException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aClosedModelSaysSo() {
        model.close();
        assertThatThrownBy(() -> model.embed("river")).isInstanceOf(InferenceException.class)
                .hasMessage("The encoder is closed.");
    }

    @Test
    void theEmbeddedEncoderReadsEmptyTextsToo() {
        try (SentenceEmbeddingModel embedded = SentenceEmbeddingModel.of(new MiniLmEncoder(1))) {
            assertThat(embedded.batches()).isFalse();
            List<Embedding> both = embedded.embed(EmbeddingRequest.of(List.of("A river.", " ")));
            assertThat(length(both.get(1).vector())).isCloseTo(1, within(1e-4));
            assertThat(both.getFirst().vector()).containsExactly(embedded.embed("A river.").vector());
        }
    }

    @Test
    void saysWhatDoesNotFit(@TempDir Path folder) throws IOException {
        refused(folder, SentenceOptions.defaults(), "vocab.txt");
        Files.copy(folder().resolve("vocab.txt"), folder.resolve("vocab.txt"));
        refused(folder, SentenceOptions.defaults(), "model.onnx");
        Files.copy(folder().resolveSibling("classifier").resolve("model.onnx"), folder.resolve("model.onnx"));
        refused(folder, SentenceOptions.defaults(), "no output last_hidden_state or token_embeddings");
        refused(folder(), new SentenceOptions(Pooling.MEAN, 129, Map.of()), "128 tokens at once, not 129");
        refused(folder(), new SentenceOptions(Pooling.MEAN, 64, Map.of()), "64 tokens are too short");
        refused(folder(), new SentenceOptions(Pooling.MEAN, 0, Map.of(EmbeddingPurpose.QUERY, "bird ".repeat(26))),
                "with the prefix");
        Files.writeString(folder.resolve("config.json"), "{\"max_position_embeddings\": 512}");
        Files.copy(folder().resolve("model.onnx"), folder.resolve("model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        refused(folder, SentenceOptions.defaults(), "The encoder failed");
    }

    private static void refused(Path folder, SentenceOptions options, String message) {
        assertThatThrownBy(() -> SentenceEmbeddingModel.load(folder, options, 1))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The sentence encoder in " + folder + " cannot be used: ")
                .hasMessageContaining(message);
    }

    private static EmbeddingRequest request(int mostTokens, Overflow overflow, String... texts) {
        return new EmbeddingRequest(List.of(texts), EmbeddingPurpose.OTHER, mostTokens, overflow);
    }

    private static EmbeddingRequest purpose(EmbeddingPurpose purpose, String text) {
        return new EmbeddingRequest(List.of(text), purpose, Integer.MAX_VALUE, Overflow.REFUSE);
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        return Math.sqrt(squares);
    }

    private static SentenceEmbeddingModel load(SentenceOptions options) {
        return SentenceEmbeddingModel.load(folder(), options, 2);
    }

    private static Path folder() {
        try {
            return Path.of(SentenceEmbeddingModelTest.class.getResource("sentences").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
