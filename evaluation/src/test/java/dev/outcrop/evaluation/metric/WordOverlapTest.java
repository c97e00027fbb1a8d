package dev.outcrop.evaluation.metric;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WordOverlapTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
            "#The river is the Rhône.# | #Rhône# | 0.5 | 0 | 0 | 0.333333 | 1",
            "#Rhône and Saône# | #the Saône and the Rhône# | 1 | 0 | 0 | 1 | 1",
            "#rhone# | #Rhône# | 0 | 0 | 0 | 0 | 0",
            "#It is Paris, Paris, Paris# | #Paris# | 0.5 | 0 | 0 | 0.333333 | 1",
            "## | #Paris# | 0 | 0 | 0 | 0 | 0",
            "#the# | #a# | 0 | 0 | 1 | 0 | 0",
            "#  Lyon # | #Lyon# | 1 | 1 | 1 | 1 | 1",
            "#Forty Two!# | #42<OR>forty-two<OR>forty two# | 1 | 0 | 1 | 1 | 1",
            "#forty two or 42# | #42<OR>forty-two<OR>forty two# | 0.666667 | 0 | 0 | 0.5 | 1",
            "#Yes. That is right# | #yes# | 0.4 | 0 | 0 | 0.25 | 1",
            "#a\tb# | #b# | 0.666667 | 0 | 0 | 0.5 | 1"})
    void workedExamples(
            String answer, String reference, double f1, double exact, double quasi, double precision, double recall) {
        WordOverlap scores = WordOverlap.of(answer, reference);
        assertThat(scores.f1()).isCloseTo(f1, within(1e-6));
        assertThat(scores.exactMatch()).isEqualTo(exact);
        assertThat(scores.quasiExactMatch()).isEqualTo(quasi);
        assertThat(scores.precision()).isCloseTo(precision, within(1e-6));
        assertThat(scores.recall()).isCloseTo(recall, within(1e-6));
    }

    /** Six records and their means from fmeval's test_qa_accuracy.py. */
    @Test
    void fmevalsToySet() {
        List<WordOverlap> scores = List.of(
                WordOverlap.of("London", "London"),
                WordOverlap.of("tarantino!", "Quentin Tarantino"),
                WordOverlap.of("London", "Paris"),
                WordOverlap.of("rome!", "Rome"),
                WordOverlap.of("2022", "1978<OR>1986<OR>2022"),
                WordOverlap.of("Yes. That is true.", "yes"));
        assertThat(scores.stream().mapToDouble(WordOverlap::f1).average().orElseThrow())
                .isCloseTo(61 / 90.0, within(1e-12));
        assertThat(scores.stream().mapToDouble(WordOverlap::exactMatch).average().orElseThrow())
                .isCloseTo(2 / 6.0, within(1e-12));
        assertThat(scores.stream().mapToDouble(WordOverlap::quasiExactMatch).average().orElseThrow())
                .isCloseTo(3 / 6.0, within(1e-12));
        assertThat(scores.stream().mapToDouble(WordOverlap::precision).average().orElseThrow())
                .isCloseTo(17 / 24.0, within(1e-12));
        assertThat(scores.stream().mapToDouble(WordOverlap::recall).average().orElseThrow())
                .isCloseTo(3 / 4.0, within(1e-12));
    }
}
