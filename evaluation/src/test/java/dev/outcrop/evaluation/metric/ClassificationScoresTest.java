package dev.outcrop.evaluation.metric;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.evaluation.metric.ClassificationScores.Averaging;
import dev.outcrop.evaluation.metric.ClassificationScores.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ClassificationScoresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
            "#The sentiment is positive .# | #positive,negative# | positive",
            "#Positive.# | #positive,negative# | unknown",
            "#not negative but positive# | #positive,negative# | negative",
            "# 1\n# | #0,1# | 1",
            "#Label:1# | #0,1# | unknown",
            "#answer\n1# | #0,1# | unknown",
            "#very positive# | #very positive,negative# | unknown",
            "#The answer is 1 or 0# | #0,1# | 1",
            "#Bad# | #0,1# | unknown",
            "#positive# | #Positive# | positive"})
    void findsLabels(String answer, String valid, String found) {
        assertThat(new Labels(List.of(valid.split(","))).in(answer)).isEqualTo(found);
    }

    private static List<Pair> example(String lastRight) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pairs.add(new Pair("pos", "pos"));
        }
        pairs.add(new Pair("pos", lastRight));
        pairs.add(new Pair("pos", "neg"));
        pairs.add(new Pair("neg", "neg"));
        pairs.add(new Pair("neg", "pos"));
        return pairs;
    }

    private static void expect(
            List<Pair> pairs, Averaging averaging, double accuracy, double balanced, double precision, double recall) {
        ClassificationScores scores = ClassificationScores.of(pairs, averaging);
        assertThat(scores.accuracy()).isCloseTo(accuracy, within(1e-6));
        assertThat(scores.balancedAccuracy()).isCloseTo(balanced, within(1e-6));
        assertThat(scores.precision()).isCloseTo(precision, within(1e-6));
        assertThat(scores.recall()).isCloseTo(recall, within(1e-6));
    }

    @Test
    void workedExamples() {
        expect(example("pos"), Averaging.MICRO, 0.75, 0.666667, 0.75, 0.75);
        expect(example("pos"), Averaging.MACRO, 0.75, 0.666667, 0.666667, 0.666667);
        expect(example("pos"), Averaging.WEIGHTED, 0.75, 0.666667, 0.75, 0.75);
        expect(example("unknown"), Averaging.MICRO, 0.625, 0.583333, 0.625, 0.625);
        expect(example("unknown"), Averaging.MACRO, 0.625, 0.583333, 0.433333, 0.388889);
        expect(example("unknown"), Averaging.WEIGHTED, 0.625, 0.583333, 0.725, 0.625);
    }
}
