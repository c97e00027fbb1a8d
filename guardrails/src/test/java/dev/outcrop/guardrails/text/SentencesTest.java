package dev.outcrop.guardrails.text;

import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SentencesTest {

    @Test
    void endsAfterAMarkThatWhiteSpaceFollows() {
        assertThat(cut("It rains. Really?! \"Yes.\" Go")).containsExactly("It rains.", "Really?!", "\"Yes.\"", "Go");
    }

    @Test
    void isNotMisledByAbbreviationsInitialsAndNumbers() {
        assertThat(cut("Dr. Ann B. Lee paid 3.50 at example.com, i.e. little. then she left."))
                .containsExactly("Dr. Ann B. Lee paid 3.50 at example.com, i.e. little.", "then she left.");
    }

    @Test
    void endsAtLinesAndFullWidthMarks() {
        assertThat(cut("one\n\n two \u3042\u3002\u3044")).containsExactly("one", "two \u3042\u3002", "\u3044");
    }

    @Test
    void hasNoneInBlankText() {
        assertThat(cut(" \n\t ")).isEmpty();
    }

    @Property(tries = 300)
    void losesNothingButWhiteSpace(
            @ForAll @StringLength(max = 60) @Chars({'a', 'B', '.', '!', '"', ' ', '\n', '\u3002'}) String text) {
        assertThat(String.join("", cut(text)).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }

    private static List<String> cut(String text) {
        return Sentences.of(text).stream().map(range -> text.substring(range.start(), range.end())).toList();
    }
}
