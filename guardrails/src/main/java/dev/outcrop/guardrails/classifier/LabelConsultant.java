package dev.outcrop.guardrails.classifier;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.inference.SequenceClassifier;

/** Asks a sequence classifier: of every label that means a category, the window where it fits best decides. */
public final class LabelConsultant implements Consultant {
    private final SequenceClassifier model;
    private final LabelMap labels;
    private final Thresholds thresholds;

    /**
     * @param model not closed here
     * @param labels what its labels mean; those left out concern no filter
     * @throws IllegalArgumentException when the model does not know one of the labels
     */
    public LabelConsultant(SequenceClassifier model, LabelMap labels, Thresholds thresholds) {
        for (String label : labels.labels()) {
            if (model.labels().stream().noneMatch(label::equalsIgnoreCase)) {
                throw new IllegalArgumentException(
                        "the classifier has no label " + label + " but " + String.join(", ", model.labels()));
            }
        }
        this.model = model;
        this.labels = labels;
        this.thresholds = thresholds;
    }

    @Override
    public String name() {
        return "classifier " + model.name();
    }

    @Override
    public Set<Category> categories() {
        return labels.categories();
    }

    @Override
    public Map<Category, Confidence> opinion(
            Direction direction, String text, Set<Category> categories, Deadline deadline)
            throws NoOpinionException, InterruptedException {
        Future<List<float[]>> classifying = model.classify(text);
        List<float[]> windows;
        try {
            windows = deadline.await(classifying);
        } finally {
            // Without effect once it has ended.
            classifying.cancel(true);
        }
        if (windows.isEmpty()) {
            throw new NoOpinionException("it found no token", null);
        }
        Map<Category, Float> best = new EnumMap<>(Category.class);
        categories.forEach(category -> best.put(category, 0f));
        for (int label = 0; label < model.labels().size(); label++) {
            Set<Category> meaning = labels.meaning(model.labels().get(label));
            if (meaning != null) {
                for (float[] window : windows) {
                    float probability = window[label];
                    meaning.forEach(category -> best.computeIfPresent(category,
                            (same, known) -> Math.max(known, probability)));
                }
            }
        }
        Map<Category, Confidence> opinion = new EnumMap<>(Category.class);
        best.forEach((category, probability) -> opinion.put(category, thresholds.confidence(probability)));
        return opinion;
    }
}
