package dev.outcrop.cli.engine;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.onnx.OnnxSequenceClassifier;
import dev.outcrop.guardrails.classifier.Consultant;
import dev.outcrop.guardrails.classifier.Consultation;
import dev.outcrop.guardrails.classifier.JudgeConsultant;
import dev.outcrop.guardrails.classifier.JudgePrompt;
import dev.outcrop.guardrails.classifier.LabelConsultant;
import dev.outcrop.guardrails.classifier.LabelMap;
import dev.outcrop.inference.SequenceClassifier;
import org.jspecify.annotations.Nullable;

/**
 * The classifier that the configuration asks for beside the embedded content filters, if any. Loaded at start, so that a
 * file that cannot be used is an error then.
 *
 * @param consultation null when there is none
 * @param loaded what is to be closed with it; null for a judge, whose model belongs to {@link ConfiguredModels}
 */
record ConfiguredClassifier(@Nullable Consultation consultation, @Nullable SequenceClassifier loaded)
        implements
            AutoCloseable {
    private static final int MARK_BYTES = 16;

    /**
     * Loads what the configuration names.
     *
     * @throws StartException when it cannot be used, with what to do about it
     */
    static ConfiguredClassifier open(OutcropConfig config, ConfiguredModels models) {
        OutcropConfig.Classifier classifier = config.guardrails().classifier();
        if (classifier == null) {
            return new ConfiguredClassifier(null, null);
        }
        return switch (classifier.engine()) {
            case OutcropConfig.ClassifierEngine.Judge judge ->
                new ConfiguredClassifier(consultation(classifier, judge(judge, classifier.labels(), models)), null);
            case OutcropConfig.ClassifierEngine.Onnx onnx -> onnx(onnx, classifier);
        };
    }

    /** Without a rule the embedded model would answer, which is much too small to judge. */
    private static Consultant judge(OutcropConfig.ClassifierEngine.Judge judge, LabelMap codes,
            ConfiguredModels models) {
        if (models.rules().of(judge.modelId()).isEmpty()) {
            throw new StartException("guardrails.classifier.model: no rule under `models` answers `" + judge.modelId()
                    + "`. Add one that names the file of the judge.");
        }
        JudgePrompt prompt = judge.bare() ? JudgePrompt.bare() : JudgePrompt.instructed(codes, marks());
        return new JudgeConsultant(judge.modelId(), models.of(judge.modelId()).model(), prompt, codes);
    }

    private static Supplier<String> marks() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[MARK_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }

    private static ConfiguredClassifier onnx(
            OutcropConfig.ClassifierEngine.Onnx onnx, OutcropConfig.Classifier classifier) {
        SequenceClassifier loaded;
        try {
            loaded = OnnxSequenceClassifier.load(onnx.folder(), Runtime.getRuntime().availableProcessors());
        } catch (RuntimeException e) {
            throw new StartException("guardrails.classifier.model: " + e.getMessage(), e);
        }
        try {
            Consultant consultant = new LabelConsultant(loaded, classifier.labels(), onnx.thresholds());
            return new ConfiguredClassifier(consultation(classifier, consultant), loaded);
        } catch (IllegalArgumentException e) {
            loaded.close();
            throw new StartException("guardrails.classifier.labels: " + e.getMessage() + ".", e);
        }
    }

    private static Consultation consultation(OutcropConfig.Classifier classifier, Consultant consultant) {
        return new Consultation(consultant, classifier.consult(), classifier.deadline(), classifier.fallback());
    }

    @Override
    public void close() {
        if (loaded != null) {
            loaded.close();
        }
    }
}
