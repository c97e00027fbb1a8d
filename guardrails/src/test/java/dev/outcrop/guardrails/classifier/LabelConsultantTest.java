package dev.outcrop.guardrails.classifier;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import dev.outcrop.engines.onnx.OnnxSequenceClassifier;
import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.SequenceClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelConsultantTest {
    private static final Thresholds THRESHOLDS = new Thresholds(0.5, 0.75, 0.9);
    private static final LabelMap LABELS = new LabelMap(Map.of(
            "angry", Set.of(Category.HATE, Category.INSULTS), "spam", Set.of(Category.MISCONDUCT), "calm", Set.of()));

    @ParameterizedTest
    @CsvSource({"0, NONE", "0.4999, NONE", "0.5, LOW", "0.7499, LOW", "0.75, MEDIUM", "0.9, HIGH", "1, HIGH"})
    void probabilitiesMeanConfidence(float probability, Confidence confidence) throws Exception {
        assertThat(opinion(answer(new float[]{0, 0, probability}), Set.of(Category.MISCONDUCT)))
                .isEqualTo(Map.of(Category.MISCONDUCT, confidence));
    }

    @Test
    void aLabelMayMeanSeveralCategoriesAndNone() throws Exception {
        assertThat(opinion(answer(new float[]{0.99f, 0.8f, 0}),
                Set.of(Category.HATE, Category.INSULTS, Category.MISCONDUCT)))
                .isEqualTo(
                        Map.of(
                                Category.HATE, Confidence.MEDIUM,
                                Category.INSULTS, Confidence.MEDIUM,
                                Category.MISCONDUCT, Confidence.NONE));
    }

    @Test
    void onlyWhatIsAskedForIsAnswered() throws Exception {
        assertThat(opinion(answer(new float[]{0, 1, 1}), Set.of(Category.HATE)))
                .isEqualTo(Map.of(Category.HATE, Confidence.HIGH));
    }

    @Test
    void theWindowWhereALabelFitsBestDecides() throws Exception {
        assertThat(
                opinion(
                        answer(new float[]{1, 0, 0}, new float[]{0, 0.95f, 0}, new float[]{0, 0.1f, 0.6f}),
                        Set.of(Category.HATE, Category.MISCONDUCT)))
                .isEqualTo(Map.of(Category.HATE, Confidence.HIGH, Category.MISCONDUCT, Confidence.LOW));
    }

    @Test
    void aTextWithoutATokenHasNoOpinion() {
        assertThatThrownBy(() -> opinion(answer(), Set.of(Category.HATE))).isInstanceOf(NoOpinionException.class);
    }

    @Test
    void aFailureIsNoOpinion() {
        RuntimeException failure = new InferenceException("no number");

        assertThatThrownBy(() -> opinion(CompletableFuture.failedFuture(failure), Set.of(Category.HATE)))
                .isInstanceOf(NoOpinionException.class)
                .hasCause(failure);
    }

    @Test
    void whatIsLateIsCancelled() {
        CompletableFuture<List<float[]>> never = new CompletableFuture<>();
        Consultant consultant = new LabelConsultant(new Model(never), LABELS, THRESHOLDS);

        assertThatThrownBy(
                () -> consultant.opinion(
                        Direction.INPUT, "x", Set.of(Category.HATE),
                        Deadline.in(Duration.ofMillis(1), System::nanoTime)))
                .isInstanceOf(NoOpinionException.class)
                .hasMessage("no answer in time");
        assertThat(never).isCancelled();
    }

    @Test
    void tellsWhatItsLabelsMean() {
        Consultant consultant = new LabelConsultant(new Model(new CompletableFuture<>()), LABELS, THRESHOLDS);

        assertThat(consultant.categories())
                .containsExactlyInAnyOrder(Category.HATE, Category.INSULTS, Category.MISCONDUCT);
        assertThat(consultant.name()).isEqualTo("classifier by hand");
    }

    @Test
    void labelsThatTheModelDoesNotKnowAreRefused() {
        LabelMap wrong = new LabelMap(Map.of("rude", Set.of(Category.INSULTS)));

        assertThatThrownBy(() -> new LabelConsultant(new Model(new CompletableFuture<>()), wrong, THRESHOLDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the classifier has no label RUDE but calm, Angry, spam");
    }

    /** 400 words in windows of 126 tokens; the word that tells is the last. */
    @Test
    void aRealClassifierIsUnderstoodToTheEndOfALongText() throws Exception {
        Path folder = Path.of("..", "engines", "onnx", "src", "test", "resources", "dev", "outcrop", "engines", "onnx",
                "classifier");
        try (OnnxSequenceClassifier model = OnnxSequenceClassifier.load(folder, 1)) {
            Consultant consultant = new LabelConsultant(model, LABELS, THRESHOLDS);
            Set<Category> asked = Set.of(Category.HATE, Category.MISCONDUCT);

            assertThat(consultant.opinion(Direction.INPUT, "hello ".repeat(400) + "grr", asked, soon()))
                    .isEqualTo(Map.of(Category.HATE, Confidence.HIGH, Category.MISCONDUCT, Confidence.NONE));
            assertThatThrownBy(() -> consultant.opinion(Direction.INPUT, "broken", asked, soon()))
                    .isInstanceOf(NoOpinionException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5, 0.6", "0.6, 0.5, 0.9", "0.5, 0.9, 0.8", "0.5, 0.6, 1.1", "NaN, 0.5, 0.6"})
    void thresholdsRise(double low, double medium, double high) {
        assertThatThrownBy(() -> new Thresholds(low, medium, high)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<Category, Confidence> opinion(Future<List<float[]>> answer, Set<Category> categories)
            throws NoOpinionException, InterruptedException {
        return new LabelConsultant(new Model(answer), LABELS, THRESHOLDS).opinion(
                Direction.INPUT, "x", categories, soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), System::nanoTime);
    }

    private static Future<List<float[]>> answer(float[]... windows) {
        return CompletableFuture.completedFuture(List.of(windows));
    }

    private record Model(Future<List<float[]>> answer) implements SequenceClassifier {
        @Override
        public String name() {
            return "by hand";
        }

        @Override
        public List<String> labels() {
            return List.of("calm", "Angry", "spam");
        }

        @Override
        public Future<List<float[]>> classify(String text) {
            return answer;
        }

        @Override
        public void close() {}
    }
}
