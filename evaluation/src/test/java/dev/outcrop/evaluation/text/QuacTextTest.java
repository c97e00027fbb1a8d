package dev.outcrop.evaluation.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuacTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
            "#The  Nile, a river!# | #nile river#",
            "#An U.S.-based   firm# | #usbased firm#",
            "#co-operate it's# | #cooperate its#",
            "#“Smart” quotes—dash# | #“smart” quotes—dash#",
            "#Ça va, l'été# | #ça va lété#",
            "#a an the# | ##",
            "##|##"})
    void normalises(String text, String normal) {
        assertThat(QuacText.normalise(text)).isEqualTo(normal);
    }

    @Test
    void anArticleBesideANewlineStays() {
        assertThat(QuacText.normalise("see\nthe end")).isEqualTo("see\nthe end");
        assertThat(QuacText.words("see\nthe end see")).containsExactly("see", "the", "end");
    }

    @Test
    void everyUnicodeSpaceSeparatesWords() {
        assertThat(QuacText.words("\u00a0one\u2003two\u0085three\u00a0")).containsExactly("one", "two", "three");
    }
}
