package dev.outcrop.evaluation.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PorterStemmerTest {

    /** 4,011 words and made-up words with every suffix, stemmed by NLTK's own PorterStemmer. */
    @Test
    void stemsAsNltkDoes() throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PorterStemmerTest.class.getResourceAsStream("porter.tsv")),
                StandardCharsets.UTF_8))) {
            lines = reader.lines().skip(1).toList();
        }
        assertThat(lines).hasSizeGreaterThan(4_000).allSatisfy(line -> {
            String[] pair = line.split("\t", -1);
            assertThat(PorterStemmer.stem(pair[0])).as(pair[0]).isEqualTo(pair[1]);
        });
    }
}
