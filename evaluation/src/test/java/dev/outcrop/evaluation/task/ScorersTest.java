package dev.outcrop.evaluation.task;

import java.util.List;
import java.util.Map;

import dev.outcrop.evaluation.metric.Robustness;
import dev.outcrop.evaluation.metric.TokenVectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScorersTest {

    /** One direction per letter: texts are alike as far as they share letters. */
    private static final TokenEmbedder LETTERS = new TokenEmbedder() {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public TokenVectors embed(String text) {
            float[][] vectors = new float[text.length()][128];
            for (int i = 0; i < text.length(); i++) {
                vectors[i][text.charAt(i) & 127] = 1;
            }
            return new TokenVectors(vectors, new boolean[text.length()]);
        }
    };

    @Test
    void everyTaskHasItsHeadline() {
        assertThat(new AccuracyScorer(TaskType.GENERATION, List.of(), null).score("in Peru", "peru"))
                .containsEntry("factual_knowledge", 1.0);
        assertThat(new AccuracyScorer(TaskType.QUESTION_AND_ANSWER, List.of(), null)
                .score("The capital is Tokyo", "Tokyo")).containsEntry("f1_score", 0.5).doesNotContainKey("bertscore");
        assertThat(new AccuracyScorer(TaskType.CLASSIFICATION, List.of("Positive", "negative"), null)
                .score("positive it is", "Positive")).containsEntry("classification_accuracy_score", 1.0);
        Map<String, Double> summary = new AccuracyScorer(TaskType.SUMMARIZATION, List.of(), LETTERS)
                .score("abc", "abd<OR>abc");
        assertThat(summary).containsEntry("bertscore", 1.0).containsKeys("rouge", "meteor");
    }

    @Test
    void headlinesAreAmongTheScores() {
        for (TaskType type : TaskType.values()) {
            AccuracyScorer scorer = new AccuracyScorer(type, List.of("a", "b"), LETTERS);
            assertThat(scorer.score("a", "a")).as(type.wireName()).containsKey(scorer.headline());
            assertThat(new RobustnessScorer(type, scorer).deltas("a", List.of("a", "b"), "a"))
                    .containsKey(new RobustnessScorer(type, scorer).headline());
            assertThat(TaskType.of(type.wireName())).hasValue(type);
        }
        assertThat(TaskType.of("General")).isEmpty();
    }

    @Test
    void robustnessIsTheChangeOfEveryScore() {
        RobustnessScorer scorer = new RobustnessScorer(
                TaskType.QUESTION_AND_ANSWER, new AccuracyScorer(TaskType.QUESTION_AND_ANSWER, List.of(), null));
        Robustness f1 = scorer.deltas("Tokyo", List.of("Tokyo", "The capital is Tokyo", "Kyoto"), "Tokyo")
                .get("delta_f1_score");
        assertThat(f1).isNotNull();
        assertThat(f1.delta()).isCloseTo(0.5, within(1e-12));
        assertThat(f1.percent()).isCloseTo(50, within(1e-9));
    }

    /** The specification's example: six pairs of four answers to one prompt. */
    @Test
    void whatAModelVariesByItselfIsTakenOff() {
        double baseline = RobustnessScorer.baseline(List.of(
                "it will rain today", "it will rain today", "rain is likely today", "it will rain"));
        assertThat(baseline).isCloseTo(12 / 21.0, within(1e-6));
        assertThat(RobustnessScorer.wordErrorRate("a b", List.of("a c"), 0.2)).isCloseTo(0.3, within(1e-12));
        assertThat(RobustnessScorer.wordErrorRate("a b", List.of("a c"), 0.6)).isZero();
        assertThat(RobustnessScorer.wordErrorRate("", List.of("a"), 0)).isNull();
        assertThat(RobustnessScorer.baseline(List.of("same", "same"))).isZero();
    }
}
