package dev.outcrop.engines.gguf.convert;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzzes the readers of tokenizer files.
 *
 * <p>In a normal build they run on the stored inputs; with {@code JAZZER_FUZZ=1} they search for new ones.
 */
class TokenizerFilesFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyPiecesAreReadOrRefused(byte[] bytes) {
        try {
            SentencePieceModel.parse(bytes);
        } catch (ConversionException e) {
            // Refusing is what damaged files deserve.
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyTokenizerJsonIsReadOrRefused(byte[] bytes) {
        try {
            TokenizerJson json = TokenizerJson.parse(bytes);
            if (json.isByteLevel()) {
                PreTokenizers.nameOf(json);
            }
        } catch (ConversionException e) {
            // Refusing is what damaged files deserve.
        }
    }
}
