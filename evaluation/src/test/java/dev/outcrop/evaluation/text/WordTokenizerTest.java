package dev.outcrop.evaluation.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WordTokenizerTest {

    /** Sentences of ours, taken apart by NLTK's own tokenizer. */
    @Test
    void takesSentencesApartAsNltkDoes() throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(WordTokenizerTest.class.getResourceAsStream("tokens.txt")),
                StandardCharsets.UTF_8))) {
            lines = reader.lines().skip(1).toList();
        }
        assertThat(lines).hasSize(40);
        for (int i = 0; i < lines.size(); i += 2) {
            String sentence = lines.get(i).replace("\\t", "\t").replace("\\n", "\n");
            assertThat(String.join(" ", WordTokenizer.sentenceTokens(sentence))).as(sentence)
                    .isEqualTo(lines.get(i + 1));
        }
    }

    @Test
    void everySentencesLastStopIsAToken() {
        assertThat(WordTokenizer.tokens("I saw it. You did not. "))
                .containsExactly("I", "saw", "it", ".", "You", "did", "not", ".");
        assertThat(WordTokenizer.tokens("")).isEmpty();
    }

    @Test
    void longRunsTakeLinearTime() {
        String hostile = "'".repeat(100_000) + ".".repeat(100_000) + " ".repeat(100_000) + ")".repeat(100_000);
        assertThat(WordTokenizer.sentenceTokens(hostile)).isNotEmpty();
    }
}
