package dev.outcrop.evaluation.metric;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WordErrorRateTest {

    /** The specification's examples and those of jiwer's test_measures.py. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "the cat sat on the mat | the cat sat on mat | 0.166667",
            "hello | hello there my friend | 3",
            "This is a test | This test | 0.5",
            "X | X X Y Y | 3",
            "X Y X | X Z | 0.666667"})
    void knownRates(String reference, String answer, double rate) {
        assertThat(WordErrorRate.pooled(reference, List.of(answer))).isCloseTo(rate, within(1e-6));
    }

    @Test
    void editsArePooled() {
        assertThat(WordErrorRate.ofPairs(List.of(
                new WordErrorRate.Pair("a b c d", "a b d"), new WordErrorRate.Pair("x y", "x y z"))))
                .isCloseTo(2 / 6.0, within(1e-12));
        assertThat(WordErrorRate.pooled("the cat sat on the mat", List.of(
                "the cat sat on the mat", "the cat sat on mat", "a cat sat on the mat", "the dog sat on a mat",
                "The cat sat on the mat"))).isCloseTo(5 / 30.0, within(1e-12));
    }

    @Test
    void anEmptyReferenceHasNoRateUnlessAllIsEmpty() {
        assertThat(WordErrorRate.pooled("", List.of(" ", ""))).isZero();
        assertThat(WordErrorRate.pooled("", List.of("a"))).isNull();
    }

    @Test
    void aLoneTabStaysInAWord() {
        assertThat(WordErrorRate.words(" a\tb  c \n d ")).containsExactly("a\tb", "c", "d");
    }
}
