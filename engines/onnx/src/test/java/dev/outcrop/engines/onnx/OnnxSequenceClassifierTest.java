package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;

import dev.outcrop.inference.InferenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** The classifier that {@code classifier/make.py} makes: bags of words with weights known by heart. */
class OnnxSequenceClassifierTest {
    private final OnnxSequenceClassifier classifier = OnnxSequenceClassifier.load(folder(), 2);

    @AfterEach
    void close() {
        classifier.close();
    }

    @Test
    void itsNameIsTheFoldersAndItsLabelsAreTheFiles() {
        assertThat(classifier.name()).isEqualTo("classifier");
        assertThat(classifier.labels()).containsExactly("calm", "angry", "spam");
    }

    @Test
    void probabilitiesAreTheSoftmaxOfTheLogits() throws Exception {
        // Logits 1, 4, 6: one [CLS], one "grr", "buy" and "##er".
        double sum = Math.exp(1) + Math.exp(4) + Math.exp(6);

        float[] probabilities = only("Grr, BUYER");

        assertThat(probabilities[0]).isCloseTo((float) (Math.exp(1) / sum), within(1e-6f));
        assertThat(probabilities[1]).isCloseTo((float) (Math.exp(4) / sum), within(1e-6f));
        assertThat(probabilities[2]).isCloseTo((float) (Math.exp(6) / sum), within(1e-6f));
    }

    @Test
    void probabilitiesOfLargeLogitsAreNumbers() throws Exception {
        assertThat(only("grr ".repeat(120))).containsExactly(0, 1, 0);
    }

    @Test
    void labelsThatDoNotExcludeEachOtherAreJudgedAlone(@TempDir Path folder) throws Exception {
        copy(folder, "model.onnx", "vocab.txt");
        Files.writeString(folder.resolve("config.json"),
                "{\"nested\":{\"id2label\":[1]},\"problem_type\":\"multi_label_classification\"}");
        try (OnnxSequenceClassifier independent = OnnxSequenceClassifier.load(folder, 1)) {
            float[] probabilities = independent.classify("grr buy").get().getFirst();

            assertThat(independent.labels()).containsExactly("LABEL_0", "LABEL_1", "LABEL_2");
            assertThat(probabilities[0]).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
            assertThat(probabilities[1]).isCloseTo((float) (1 / (1 + Math.exp(-4))), within(1e-6f));
            assertThat(probabilities[2]).isEqualTo(probabilities[1]);
        }
    }

    /** 126 tokens a window: the last one alone holds the word that tells. */
    @Test
    void aLongTextIsReadToItsEndInWindows() throws Exception {
        List<float[]> windows = classifier.classify("hello ".repeat(260) + "grr").get();

        assertThat(windows).hasSize(3);
        assertThat(windows.get(0)[1]).isLessThan(0.3f);
        assertThat(windows.get(1)[1]).isLessThan(0.3f);
        assertThat(windows.get(2)[1]).isGreaterThan(0.9f);
    }

    @Test
    void aTextWithoutATokenHasNoWindow() throws Exception {
        assertThat(classifier.classify("").get()).isEmpty();
        assertThat(classifier.classify(" \n\u200b").get()).isEmpty();
    }

    @Test
    void namesOfSpecialTokensAreOrdinaryText() throws Exception {
        // [CLS] in a text would add to calm.
        assertThat(only("[CLS] [CLS] [CLS]")).containsExactly(only("hello hello hello"));
    }

    @Test
    void logitsThatAreNoNumbersAreAFailure() {
        assertThatThrownBy(() -> classifier.classify("hello broken").get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InferenceException.class);
    }

    @Test
    void failsOnceItIsClosed() {
        classifier.close();

        assertThatThrownBy(() -> classifier.classify("hello").get())
                .hasCauseInstanceOf(InferenceException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void saysWhatIsMissing(@TempDir Path folder) throws IOException {
        refused(folder, "vocab.txt");
        copy(folder, "vocab.txt");
        refused(folder, "model.onnx");
        Files.writeString(folder.resolve("model.onnx"), "not a model");
        refused(folder, folder.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id2label": {"0": "one", "1": "two"}} | config.json names the labels [one, two]; model.onnx gives 3 numbers
            {"max_position_embeddings": 64}        | it reads 64 tokens at once; at least 128 are needed
            {"id2label": {"zero": "one"}}          | zero
            []                                     | config.json is no object
            {                                      | cannot be used
            """)
    void refusesAConfigurationThatDoesNotFit(String config, String message, @TempDir Path folder) throws IOException {
        copy(folder, "model.onnx", "vocab.txt");
        Files.writeString(folder.resolve("config.json"), config);

        refused(folder, message);
    }

    @Test
    void refusesVocabulariesThatTheTokenizerWouldMisread(@TempDir Path folder) throws IOException {
        copy(folder, "model.onnx");
        Files.writeString(folder.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\nHello\n");
        refused(folder, "only uncased models");
        Files.writeString(folder.resolve("vocab.txt"), "<unk>\n<s>\n");
        refused(folder, "no [UNK]");
        // A tokenizer.json comes first.
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",0]]}}");
        refused(folder, "no [UNK]");
    }

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> OnnxSequenceClassifier.load(folder, 1))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The classifier in " + folder + " cannot be used: ")
                .hasMessageContaining(message);
    }

    private float[] only(String text) throws Exception {
        List<float[]> windows = classifier.classify(text).get();
        assertThat(windows).hasSize(1);
        return windows.getFirst();
    }

    private static void copy(Path folder, String... files) throws IOException {
        for (String file : files) {
            Files.copy(folder().resolve(file), folder.resolve(file));
        }
    }

    private static Path folder() {
        try {
            return Path.of(OnnxSequenceClassifierTest.class.getResource("classifier").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
