package dev.outcrop.evaluation.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AggregatesTest {

    @Test
    void robustnessIsAShareOfTheOriginalScore() {
        Robustness one = Robustness.of(0.8, List.of(0.8, 0.5, 1.0, 0.0, 0.8));
        assertThat(one.delta()).isCloseTo(0.26, within(1e-12));
        assertThat(one.percent()).isCloseTo(32.5, within(1e-9));
        assertThat(Robustness.of(0, List.of(0.0, 0.0)).percent()).isZero();
        assertThat(Robustness.of(0, List.of(0.0, 0.5)).percent()).isNull();
        // fmeval's test_semantic_robustness_metrics.py.
        assertThat(Robustness.of(162, List.of(100.0, 200.0)).delta()).isEqualTo(50);
        assertThat(Robustness.of(189, List.of(300.0, 400.0)).delta()).isEqualTo(161);
    }

    @Test
    void ofManyRecordsItIsARatioOfMeans() {
        assertThat(Robustness.percent(List.of(
                new Robustness(1, 0.2), new Robustness(0, 0.4), new Robustness(0.5, 0.1), new Robustness(0.8, 0.24))))
                .isCloseTo(40.869565, within(1e-6));
        assertThat(Robustness.percent(List.of(new Robustness(0, 0.4)))).isNull();
        assertThat(Robustness.percent(List.of())).isNull();
    }

    @Test
    void meansPassOverWhatHasNoScore() {
        Summary summary = Objects.requireNonNull(Summary.of(Arrays.asList(1.0, 0.5, null, 0.0, 2 / 3.0), 7));
        assertThat(summary.count()).isEqualTo(4);
        assertThat(summary.mean()).isCloseTo(0.541667, within(1e-6));
        assertThat(summary.standardError()).isCloseTo(0.208333, within(1e-6));
        assertThat(summary.low()).isLessThan(summary.mean());
        assertThat(summary.high()).isGreaterThan(summary.mean());
        assertThat(Summary.of(Arrays.asList(null, null), 7)).isNull();
    }

    /** Of a large sample the interval is that of the normal distribution: 1.96 standard errors to each side. */
    @Test
    void theIntervalIsAsWideAsItShouldBe() {
        List<Double> scores = IntStream.range(0, 4_000).mapToObj(i -> i % 4 == 0 ? 1.0 : 0.0).toList();
        Summary summary = Objects.requireNonNull(Summary.of(scores, 1));
        assertThat(summary.low()).isCloseTo(0.25 - 1.96 * summary.standardError(), within(0.002));
        assertThat(summary.high()).isCloseTo(0.25 + 1.96 * summary.standardError(), within(0.002));
        assertThat(Summary.of(scores, 1)).isEqualTo(summary);
    }

    @Test
    void bertScoreMatchesGreedilyAndDoesNotAverageMarks() {
        boolean[] marks = {true, false, false, true};
        float[][] vectors = {{1, 0, 0}, {0, 2, 0}, {0, 0, 3}, {1, 0, 0}};
        TokenVectors text = new TokenVectors(vectors, marks);
        assertThat(BertScore.score(text, text).f()).isCloseTo(1, within(1e-6));
        TokenVectors half = new TokenVectors(
                new float[][]{{1, 0, 0}, {0, 1, 0}, {1, 0, 0}}, new boolean[]{true, false, true});
        PrecisionRecall score = BertScore.score(text, half);
        assertThat(score.precision()).isCloseTo(1, within(1e-6));
        assertThat(score.recall()).isCloseTo(0.5, within(1e-6));
        TokenVectors empty = new TokenVectors(new float[][]{{1, 0, 0}}, new boolean[]{true});
        assertThat(BertScore.score(text, empty)).isEqualTo(PrecisionRecall.NONE);
    }
}
