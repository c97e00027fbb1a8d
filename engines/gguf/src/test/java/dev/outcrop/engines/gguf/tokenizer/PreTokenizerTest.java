package dev.outcrop.engines.gguf.tokenizer;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pieces of pre-tokenizers; those without a golden model are checked here alone, against Python's regex module. */
class PreTokenizerTest {

    private static List<String> pieces(String name, String text) {
        List<String> pieces = new ArrayList<>();
        PreTokenizer.named(name).cut(text, pieces::add);
        return pieces;
    }

    @Test
    void gpt2() {
        assertThat(pieces("gpt-2", "I'll  go\n\n to 42b DON'T!!")).containsExactly(
                "I", "'ll", " ", " go", "\n\n", " to", " 42", "b", " DON", "'", "T", "!!");
    }

    @Test
    void smollmCutsDigitsOneByOneFirst() {
        assertThat(pieces("smollm", "a 12 b")).containsExactly("a", " ", "1", "2", " b");
    }

    @Test
    void llamaAndQwenDifferInNumbers() {
        assertThat(pieces("llama-bpe", "x 12345\n\n y")).containsExactly("x", " ", "123", "45", "\n\n", " y");
        assertThat(pieces("qwen2", "x 123\n\n y")).containsExactly("x", " ", "1", "2", "3", "\n\n", " y");
    }

    @Test
    void tekkenCutsAtCapitals() {
        assertThat(pieces("tekken", "camelCaseHTTPServer won't 12/\n \u4F60\u597D e\u0301A"))
                .containsExactly(TEKKEN);
    }

    @Test
    void gpt4oKeepsContractionsAndThreeDigits() {
        assertThat(pieces("gpt-4o", "camelCaseHTTPServer WON'T 1234/\n \u4F60\u597D e\u0301A"))
                .containsExactly(GPT4O);
    }

    private static final String[] TEKKEN = {"camel", "Case", "HTTPServer", " won", "'t", " ", "1", "2", "/\n",
            " \u4F60\u597D", " e\u0301", "A"};

    private static final String[] GPT4O = {"camel", "Case", "HTTPServer", " WON'T", " ", "123", "4", "/\n",
            " \u4F60\u597D", " e\u0301", "A"};
}
