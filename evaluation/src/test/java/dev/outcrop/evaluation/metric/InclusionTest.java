package dev.outcrop.evaluation.metric;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InclusionTest {

    /** The specification's examples, then those of fmeval's test_factual_knowledge.py. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Paris is in France | france | 1 | 1",
            "The capital: PARIS. | Paris<OR>Lutetia | 1 | 1",
            "It was U.K. | UK | 0 | 1",
            "united kingdom | the United Kingdom | 0 | 1",
            "Unfrance-like | France | 1 | 1",
            "England | England<OR>UK | 1 | 1",
            "England or wait Scotland | England<OR>UK | 1 | 1",
            "England | India or maybe Pakistan | 0 | 0"})
    void findsFacts(String answer, String reference, double exact, double quasi) {
        assertThat(Inclusion.of(answer, reference)).isEqualTo(new Inclusion(exact, quasi));
    }

    @Test
    void allOrOneOfSeveral() {
        assertThat(Inclusion.of("Red and blue", "Red<OR>Green").exact()).isEqualTo(1);
        assertThat(Inclusion.of("Red and blue", "Red<AND>Green", Inclusion.Operator.AND, "<AND>").exact()).isZero();
        assertThat(Inclusion.of("Red and blue", "Red<AND>Blue", Inclusion.Operator.AND, "<AND>").exact()).isEqualTo(1);
    }
}
