package dev.outcrop.evaluation.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.evaluation.metric.BertScore;
import dev.outcrop.evaluation.metric.Inclusion;
import dev.outcrop.evaluation.metric.Labels;
import dev.outcrop.evaluation.metric.Meteor;
import dev.outcrop.evaluation.metric.References;
import dev.outcrop.evaluation.metric.Rouge;
import dev.outcrop.evaluation.metric.WordOverlap;
import org.jspecify.annotations.Nullable;

/**
 * How right an answer is: every score that a task's family has, one of them its headline. Immutable; thread-safe when its
 * embedder is.
 */
public final class AccuracyScorer {
    private final TaskType type;
    private final Labels labels;
    private final @Nullable TokenEmbedder embedder;

    /**
     * A scorer.
     *
     * @param references of all records: the labels of a classification
     * @param embedder for BERTScore; null leaves that score out, and then summaries cannot be scored
     */
    public AccuracyScorer(TaskType type, List<String> references, @Nullable TokenEmbedder embedder) {
        this.type = type;
        this.labels = new Labels(references);
        this.embedder = embedder;
    }

    /** The name of the score that stands for all. */
    public String headline() {
        return switch (type) {
            case GENERATION -> "factual_knowledge";
            case SUMMARIZATION -> "bertscore";
            case QUESTION_AND_ANSWER, CUSTOM -> "f1_score";
            case CLASSIFICATION -> "classification_accuracy_score";
        };
    }

    /** All scores of one answer by name, each from 0 to 1. */
    public Map<String, Double> score(String answer, String reference) {
        Map<String, Double> scores = new LinkedHashMap<>();
        switch (type) {
            case GENERATION -> {
                Inclusion inclusion = Inclusion.of(answer, reference);
                scores.put("factual_knowledge", inclusion.exact());
                scores.put("factual_knowledge_quasi_exact", inclusion.quasi());
            }
            case SUMMARIZATION -> {
                scores.put("bertscore", bertScore(Objects.requireNonNull(embedder), answer, reference));
                scores.put("rouge", References.best(reference, one -> Rouge.ROUGE_2.score(one, answer).f()));
                scores.put("rouge1", References.best(reference, one -> Rouge.ROUGE_1.score(one, answer).f()));
                scores.put("rougeL", References.best(reference, one -> Rouge.ROUGE_L.score(one, answer).f()));
                scores.put("meteor", References.best(reference, one -> Meteor.score(one, answer)));
            }
            case QUESTION_AND_ANSWER, CUSTOM -> {
                WordOverlap overlap = WordOverlap.of(answer, reference);
                scores.put("f1_score", overlap.f1());
                scores.put("exact_match_score", overlap.exactMatch());
                scores.put("quasi_exact_match_score", overlap.quasiExactMatch());
                scores.put("precision_over_words", overlap.precision());
                scores.put("recall_over_words", overlap.recall());
                if (embedder != null) {
                    scores.put("bertscore", bertScore(embedder, answer, reference));
                }
            }
            case CLASSIFICATION -> scores.put(
                    "classification_accuracy_score", labels.in(answer).equals(Labels.normal(reference)) ? 1.0 : 0.0);
        }
        return scores;
    }

    /** The class that an answer names. */
    public String label(String answer) {
        return labels.in(answer);
    }

    private static double bertScore(TokenEmbedder embedder, String answer, String reference) {
        return References.best(
                reference, one -> BertScore.score(embedder.embed(one), embedder.embed(answer)).f());
    }
}
