package dev.outcrop.engines.gguf.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;

/**
 * Fuzzes every kind of tokenizer.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class TokenizerFuzzTest {

    private static final List<Tokenizer> TOKENIZERS = List
            .of("llama-untied-f32", "gemma3-f32", "phi3-q6_k", "qwen2-f16",
                    "llama3-tied-f32", "llama-defaulttok-f16", "bert-mean-f32")
            .stream().map(TokenizerFuzzTest::open).toList();

    private static Tokenizer open(String model) {
        try (GgufFile file = GgufFile.open(Golden.model(model))) {
            return Tokenizer.of(file.metadata());
        }
    }

    /** The first byte says how the text is cut into segments and how they are trusted. */
    @FuzzTest(maxDuration = "60s")
    void anyTextComesBack(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
        int cut = text.isEmpty() ? 0 : (bytes[0] & 0xFF) % text.length();
        List<Segment> segments = List.of(
                new Segment(text.substring(0, cut), (bytes[0] & 1) != 0),
                new Segment(text.substring(cut), bytes[0] < 0));
        for (Tokenizer tokenizer : TOKENIZERS) {
            for (int id : tokenizer.encode(segments, true)) {
                tokenizer.bytes(id);
                tokenizer.spelledBytes(id);
            }
            tokenizer.mark(text, '\uFDD0');
        }
        Tokenizer lossless = TOKENIZERS.get(3);
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        for (int id : lossless.encode(text, false, true)) {
            back.writeBytes(lossless.spelledBytes(id));
        }
        if (!back.toString(StandardCharsets.UTF_8).equals(text)) {
            throw new AssertionError("came back as " + back.toString(StandardCharsets.UTF_8));
        }
    }
}
