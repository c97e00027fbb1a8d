package dev.outcrop.cli.engine;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.classifier.Consultation;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfiguredClassifierTest {
    private static final String CLASSIFIER = Path
            .of("..", "engines", "onnx", "src", "test", "resources", "dev", "outcrop", "engines", "onnx", "classifier")
            .toString();

    private final Path folder;
    private final MiniLmEncoder encoder;
    private final ConfiguredModels models;

    ConfiguredClassifierTest(@TempDir Path folder) {
        this.folder = folder;
        this.encoder = new MiniLmEncoder(1);
        this.models = new ConfiguredModels(
                config(Map.of("MODELS", "[{match: 'my-judge', engine: embedded}]")), encoder);
    }

    @AfterAll
    void close() {
        models.close();
        encoder.close();
    }

    @Test
    void withoutConfigurationNobodyIsAsked() {
        try (ConfiguredClassifier none = open(Map.of())) {
            assertThat(none.consultation()).isNull();
        }
    }

    @Test
    void aJudgeIsTheModelThatARuleAnswersWith() {
        try (ConfiguredClassifier judge = open(classifier("judge", "my-judge", "{}"))) {
            Consultation consultation = Objects.requireNonNull(judge.consultation());
            assertThat(consultation.consultant().name()).isEqualTo("judge my-judge");
            assertThat(consultation.consultant().categories()).isEqualTo(EnumSet.allOf(Category.class));
        }
    }

    @Test
    void aJudgeThatNoRuleAnswersIsRefused() {
        assertThatThrownBy(() -> open(classifier("judge", "nobody", "{}")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("guardrails.classifier.model: no rule under `models` answers `nobody`.");
    }

    @Test
    void aFolderIsLoaded() {
        try (ConfiguredClassifier onnx = open(classifier("onnx", CLASSIFIER, "{angry: [HATE, INSULTS]}"))) {
            Consultation consultation = Objects.requireNonNull(onnx.consultation());
            assertThat(consultation.consultant().name()).isEqualTo("classifier classifier");
            assertThat(consultation.consultant().categories()).containsExactly(Category.HATE, Category.INSULTS);
        }
    }

    @Test
    void whatCannotBeUsedIsSaidAtStart() {
        assertThatThrownBy(() -> open(classifier("onnx", CLASSIFIER, "{rude: HATE}")))
                .isInstanceOf(StartException.class)
                .hasMessage("guardrails.classifier.labels: the classifier has no label RUDE but calm, angry, spam.");
        assertThatThrownBy(() -> open(classifier("onnx", folder.toString(), "{rude: HATE}")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("guardrails.classifier.model: The classifier in " + folder);
    }

    private static Map<String, String> classifier(String engine, String model, String labels) {
        return Map.of("GUARDRAILS_CLASSIFIER_ENGINE", engine, "GUARDRAILS_CLASSIFIER_MODEL", model,
                "GUARDRAILS_CLASSIFIER_LABELS", labels);
    }

    private ConfiguredClassifier open(Map<String, String> settings) {
        return ConfiguredClassifier.open(config(settings), models);
    }

    private OutcropConfig config(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>();
        settings.forEach((key, value) -> variables.put("OUTCROP_" + key, value));
        return new ConfigLoader(variables, folder).load(null, Map.of());
    }
}
