package dev.outcrop.engines.gguf.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** Text comes back from its tokens, whatever it is. */
class RoundTripTest {

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(" ", "  ", "\n", "\r\n", "\t", "the", "The", "'s", "'LL", "123",
                "4567", "\u0665",
                "e\u0301", "\u00E9", "\u4F60\u597D", "\u0E27\u0E31", "\uD83D\uDC4D\uD83C\uDFFD", "<|im_end|>", "</s>",
                "\u2581",
                "!?", "--", "\u3000", "\u00A0", "camelCase", "SNAKE_CASE", "\u017Fs", "'\u017F", "\u01C5x", "\u02B0");
        return Arbitraries.oneOf(words, Arbitraries.strings().all().ofMaxLength(5)).list().ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static String backAndForth(String model, String text, boolean parseSpecial) {
        try (GgufFile file = GgufFile.open(Golden.model(model))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : tokenizer.encode(text, false, parseSpecial)) {
                bytes.writeBytes(tokenizer.spelledBytes(id));
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** What is no character counts as U+FFFD. */
    private static String wellFormed(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Property(tries = 60)
    void bytePairsLoseNothing(@ForAll("texts") String text, @ForAll boolean parseSpecial) {
        for (String model : new String[]{"llama3-tied-f32", "llama-gpt2tok-bf16", "llama-defaulttok-f16",
                "qwen2-f16"}) {
            assertThat(backAndForth(model, text, parseSpecial)).as(model).isEqualTo(wellFormed(text));
        }
    }

    @Property(tries = 60)
    void scoredPiecesLoseNothingButTheirOwnSpace(@ForAll("texts") String text) {
        String expected = wellFormed(text).replace('\u2581', ' ');
        assertThat(backAndForth("llama-untied-f32", text, false)).isEqualTo(text.isEmpty() ? "" : " " + expected);
    }
}
