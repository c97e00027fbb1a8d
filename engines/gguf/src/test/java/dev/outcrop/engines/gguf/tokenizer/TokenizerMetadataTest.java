package dev.outcrop.engines.gguf.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.GgufWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the file says about its tokenizer is believed only where it agrees with itself. */
class TokenizerMetadataTest {

    private static final String PREFIX = "tokenizer.ggml.";

    private static GgufWriter bytePairs(String... extra) {
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
            tokens.add(String.valueOf((char) (printable ? b : 256 + spares(b))));
        }
        tokens.addAll(Arrays.asList(extra));
        return new GgufWriter().put(PREFIX + "model", "gpt2")
                .put(PREFIX + "pre", "gpt-2")
                .put(PREFIX + "tokens", tokens)
                .put(PREFIX + "merges", List.of("a b"));
    }

    private static int spares(int b) {
        int count = 0;
        for (int other = 0; other < b; other++) {
            boolean printable = (other >= 33 && other <= 126) || (other >= 161 && other <= 172) || other >= 174;
            count += printable ? 0 : 1;
        }
        return count;
    }

    private static GgufWriter pieces() {
        return new GgufWriter().put(PREFIX + "model", "llama")
                .put(PREFIX + "tokens", List.of("<unk>", "<s>", "</s>", "\u2581", "a", "\u2581a", "aa"))
                .put(PREFIX + "token_type", new int[]{2, 3, 3, 1, 1, 1, 1})
                .put(PREFIX + "scores", new float[]{0, 0, 0, -3, -4, -1, -2});
    }

    private static GgufWriter words() {
        return new GgufWriter().put(PREFIX + "model", "bert")
                .put(PREFIX + "tokens", List.of("[UNK]", "[CLS]", "[SEP]", "\u2581a", "b"));
    }

    private static Tokenizer tokenizer(GgufWriter writer) {
        return Tokenizer.of(GgufFile.of(writer.segment()).metadata());
    }

    private static void refused(GgufWriter writer, String reason) {
        assertThatThrownBy(() -> tokenizer(writer)).isInstanceOf(GgufException.class).hasMessageContaining(reason);
    }

    @Test
    void unknownKindsAreNamed() {
        refused(pieces().put(PREFIX + "model", "rwkv"), "rwkv");
        refused(bytePairs("ab").put(PREFIX + "pre", "never-heard-of"), "never-heard-of");
        refused(pieces().remove(PREFIX + "model"), PREFIX + "model");
        refused(pieces().remove(PREFIX + "tokens"), PREFIX + "tokens");
        refused(pieces().put(PREFIX + "tokens", 7), PREFIX + "tokens");
    }

    @Test
    void lengthsMustAgree() {
        refused(pieces().put(PREFIX + "scores", new float[]{1, 2}), "scores");
        refused(pieces().put(PREFIX + "token_type", new int[]{1, 1}), "token_type");
        refused(pieces().put(PREFIX + "tokens", List.of()), "tokens");
        refused(pieces().remove(PREFIX + "scores"), "scores");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bos_token_id", "eos_token_id", "unknown_token_id"})
    void idsMustBeThoseOfTokens(String key) {
        refused(pieces().put(PREFIX + key, 7), key);
        refused(pieces().put(PREFIX + key, -1), key);
    }

    @Test
    void mergesMustBeAboutTokens() {
        assertThat(tokenizer(bytePairs("ab")).encode("abc", false, false)).containsExactly(256, 'c');
        refused(bytePairs(), "a b");
        refused(bytePairs("ab").put(PREFIX + "merges", List.of("a nothing")), "a nothing");
        refused(bytePairs("ab").put(PREFIX + "merges", List.of("ab")), "ab");
        refused(bytePairs("ab").remove(PREFIX + "merges"), "merges");
    }

    @Test
    void bytesWithoutTokensNeedAnUnknownToken() {
        assertThat(tokenizer(pieces()).encode("\u00E9", false, false)).containsExactly(3, 0, 0);
        GgufWriter without = pieces().put(PREFIX + "tokens",
                List.of("x", "<s>", "</s>", "\u2581", "a", "\u2581a", "aa"));
        refused(without, "unknown token");
        refused(words().put(PREFIX + "tokens", List.of("a")), "unknown token");
    }

    @Test
    void aByteTokenWithANonsenseNameIsText() {
        GgufWriter writer = pieces().put(PREFIX + "tokens",
                List.of("<unk>", "<s>", "</s>", "\u2581", "a", "\u2581a", "<0xZZ>"))
                .put(PREFIX + "token_type", new int[]{2, 3, 3, 1, 1, 1, 6});
        assertThat(tokenizer(writer).bytes(6)).asString().isEqualTo("<0xZZ>");
    }

    @Test
    void withoutFlagsEachKindHasItsHabit() {
        assertThat(tokenizer(pieces()).encode("a", true, false)).containsExactly(1, 5);
        assertThat(tokenizer(pieces().put(PREFIX + "add_bos_token", false)).encode("a", true, false))
                .containsExactly(5);
        assertThat(tokenizer(pieces().put(PREFIX + "add_eos_token", true)).encode("a", true, false))
                .containsExactly(1, 5, 2);
        assertThat(tokenizer(bytePairs("ab").put(PREFIX + "bos_token_id", 3)).encode("ab", true, false))
                .containsExactly(256);
        assertThat(tokenizer(bytePairs("ab").put(PREFIX + "pre", "llama-bpe").put(PREFIX + "bos_token_id", 3))
                .encode("ab", true, false)).containsExactly(3, 256);
        assertThat(tokenizer(words()).encode("A ab", true, false)).containsExactly(1, 3, 3, 4, 2);
        assertThat(tokenizer(words().put(PREFIX + "cls_token_id", 0)).encode("a", true, false))
                .containsExactly(0, 3, 2);
    }

    @Test
    void scoresDecideAndTiesGoLeft() {
        assertThat(tokenizer(pieces()).encode("aaa", false, false)).containsExactly(5, 6);
        assertThat(tokenizer(pieces().put(PREFIX + "scores", new float[]{0, 0, 0, 0, 0, -0.0f, 0}))
                .encode("aaa", false, false)).containsExactly(5, 6);
        assertThat(tokenizer(pieces().put(PREFIX + "scores", new float[]{0, 0, 0, -3, -4, -2, -1}))
                .encode("aaa", false, false)).containsExactly(3, 6, 4);
    }

    @Test
    void spacePrefixCanBeSwitchedOff() {
        assertThat(tokenizer(pieces().put(PREFIX + "add_space_prefix", false)).encode("a", false, false))
                .containsExactly(4);
    }
}
