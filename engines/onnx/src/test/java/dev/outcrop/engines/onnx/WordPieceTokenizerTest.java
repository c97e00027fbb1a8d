package dev.outcrop.engines.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WordPieceTokenizerTest {
    private static final String JSON = """
            {"version": "1.0", "skipped": {"model": [1]}, "model": {"type": "WordPiece", "vocab":
            {"[UNK]": 0, "a": 1, "##a": 2, "##aa": 3, ".": 4, "b": 5, "##b": 6}}}""";

    private final WordPieceTokenizer tokenizer = read(JSON);

    private static WordPieceTokenizer read(String json) {
        try {
            return WordPieceTokenizer.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Example
    void coversAWordByTheLongestPieces() {
        Tokens tokens = tokenizer.tokenize("Aaaaa");

        assertThat(tokens.size()).isEqualTo(3);
        assertThat(new long[]{tokens.id(0), tokens.id(1), tokens.id(2)}).containsExactly(1, 3, 3);
        assertThat(tokens.starts(0, 3)).containsExactly(0, 1, 3);
    }

    @Example
    void aWordThatIsNotCoveredIsOneUnknownToken() {
        Tokens tokens = tokenizer.tokenize("b aac.");

        assertThat(tokens.size()).isEqualTo(3);
        assertThat(tokens.id(1)).isZero();
        assertThat(tokens.start(1)).isEqualTo(2);
        assertThat(tokens.end(1)).isEqualTo(5);
    }

    @Example
    void aFileWithoutAVocabularyIsRefused() {
        assertThatThrownBy(() -> read("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("{\"model\": {\"vocab\": []}}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("{\"model\": {\"vocab\": {\"a\": 1}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[UNK]");
    }

    @Example
    void aMegabyteOfAnythingTakesBoundedTime() {
        for (String part : new String[]{"a", "ab", ".", "\u0301", "\u200B", "\uD800", "\u4E00", "\uAC00", "a ",
                "\uFDFA"}) {
            Assertions.assertTimeout(Duration.ofSeconds(10),
                    () -> tokenizer.tokenize(part.repeat(1_000_000 / part.length())));
        }
    }

    @Property(tries = 300)
    void tokensLieInOrderInsideTheText(@ForAll String text) {
        Tokens tokens = tokenizer.tokenize(text);

        int after = 0;
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(tokens.end(i)).isBetween(tokens.start(i) + 1, text.length());
            // Parts of one decomposed character share its place.
            assertThat(tokens.start(i)).isGreaterThanOrEqualTo(after);
            after = tokens.start(i);
        }
    }

    @Property(tries = 200)
    void windowsFollowOneAnotherAndNeverSplitAWord(
            @ForAll @StringLength(max = 400) String text, @ForAll @IntRange(min = 101, max = 254) int size) {
        Tokens tokens = tokenizer.tokenize((text + " ab.").repeat(8));
        int begin = 0;
        while (begin < tokens.size()) {
            int end = Windows.end((text + " ab.").repeat(8), tokens, begin, size);
            assertThat(end).isBetween(begin + 1, begin + size);
            assertThat(end == tokens.size() || tokens.beginsWord(end)).isTrue();
            begin = end;
        }
    }
}
