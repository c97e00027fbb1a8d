package dev.outcrop.engines.gguf.tokenizer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** The worst that people can send. At the great length a quadratic step anywhere would take minutes; the limit is far below. */
class HostileTextTest {

    private static final int LENGTH = 1 << 13;
    private static final int GREAT_LENGTH = 1 << 18;

    private static final List<String> MODELS = List.of("llama-untied-f32", "llama3-tied-f32", "llama-gpt2tok-bf16",
            "llama-defaulttok-f16", "qwen2-f16", "gemma3-f32", "phi3-q6_k", "bert-mean-f32");

    private static final List<String> PATTERNS = List.of(" ", "a", "A", "\n", " \n", "aA", "1", "'", "'s", "\u0301",
            "e\u0301", "\uD83D\uDE00", "\uD83D", "\uDE00", "\uDBFF\uDFFF", "\u0000", "\u3000", "\u2581", ".", "<", "<|",
            "<|im_end|>", "<|end|> ", "<end_of_turn>", "<start_of_turn>", "</s>", "<s> ", "\u4F60", "\u0915\u093F",
            "hello world ", "the ", "\uFFFF");

    static Stream<Arguments> cases() {
        return Stream.concat(cases(PATTERNS, LENGTH), cases(List.of(" ", "A", "e\u0301"), GREAT_LENGTH));
    }

    private static Stream<Arguments> cases(List<String> patterns, int length) {
        return MODELS.stream()
                .flatMap(model -> patterns.stream().map(pattern -> Arguments.of(model, pattern, length)));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cases")
    void longTextIsTokenizedInGoodTime(String model, String pattern, int length) {
        try (GgufFile file = GgufFile.open(Golden.model(model))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            String text = pattern.repeat(length / pattern.length());
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                assertThat(tokenizer.encode(text, true, true).length).isLessThanOrEqualTo(3 * text.length() + 3);
                tokenizer.mark(text, '\uFDD0');
            });
        }
    }

    @Test
    void manySegmentsAreJoinedInGoodTime() {
        try (GgufFile file = GgufFile.open(Golden.model("qwen2-f16"))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            List<Segment> segments = new ArrayList<>();
            for (int i = 0; i < GREAT_LENGTH; i++) {
                segments.add(new Segment(i % 2 == 0 ? "<" : "|im_end|>", i % 2 != 0));
            }
            int[] ids = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> tokenizer.encode(segments, true));
            int end = tokenizer.encode("<|im_end|>", false, true)[0];
            assertThat(ids).doesNotContain(end);
        }
    }
}
