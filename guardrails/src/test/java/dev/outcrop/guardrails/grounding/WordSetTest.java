package dev.outcrop.guardrails.grounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordSetTest {

    @Test
    void keepsWhatCarriesFacts() {
        WordSet words = WordSet.of("The Harlow library never lent 48,000 books to Ann, only three.");
        assertThat(words.content()).containsExactlyInAnyOrder("harlow", "librar", "never", "lent", "book", "ann");
        assertThat(words.numbers()).containsExactlyInAnyOrder("48000", "3");
        assertThat(words.names()).containsExactlyInAnyOrder("harlow", "ann");
        assertThat(words.negated()).isTrue();
    }

    @Test
    void doesNotTakeTheFirstWordForAName() {
        assertThat(WordSet.of("Opening hours").names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"opened,open", "opening,open", "opens,open", "cities,cit", "city,cit", "house,hous", "is,is",
            "red,red"})
    void bringsFormsOfAWordTogether(String word, String stem) {
        assertThat(WordSet.stem(word)).isEqualTo(stem);
    }

    @Test
    void knowsTokensWithoutContent() {
        assertThat(WordSet.isContent("the")).isFalse();
        assertThat(WordSet.isContent(",")).isFalse();
        assertThat(WordSet.isContent("7")).isTrue();
    }
}
