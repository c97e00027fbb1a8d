package dev.outcrop.engines.gguf.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/**
 * The {@code llama} tokenizer: SentencePiece with scores. Spaces become U+2581; the neighbouring pair whose joined text
 * is the token with the highest score is joined first; what is no token in the end becomes byte tokens.
 */
final class SentencePieceEncoder implements Encoder {
    private static final char SPACE = '\u2581';

    private final Vocabulary vocabulary;
    private final boolean spacePrefix;
    private final int[] byteTokens = new int[256];

    SentencePieceEncoder(Vocabulary vocabulary, Metadata metadata) {
        this.vocabulary = vocabulary;
        this.spacePrefix = metadata.flag("tokenizer.ggml.add_space_prefix", true);
        if (!metadata.has("tokenizer.ggml.scores")) {
            throw new GgufException("A llama tokenizer needs tokenizer.ggml.scores");
        }
        OptionalInt unknown = vocabulary.role(metadata, List.of("unknown_token_id"), "<unk>");
        for (int value = 0; value < 256; value++) {
            int id = vocabulary.id("<0x" + HexFormat.of().withUpperCase().toHexDigits((byte) value) + ">");
            byteTokens[value] = id >= 0
                    ? id
                    : unknown.orElseThrow(() -> new GgufException(
                            "A llama tokenizer needs a token for every byte, or an unknown token."));
        }
    }

    @Override
    public void encode(String text, boolean afterSpecial, IntList out) {
        String spaced = (spacePrefix && afterSpecial ? " " + text : text).replace(' ', SPACE);
        Merging.run(spaced, this::rank, (from, to) -> {
            String symbol = spaced.substring(from, to);
            int id = vocabulary.id(symbol);
            if (id >= 0) {
                out.add(id);
            } else {
                addBytes(symbol, out);
            }
        });
    }

    private double rank(String text, int from, int middle, int to) {
        int id = vocabulary.id(text.substring(from, to));
        // Adding zero makes -0 equal to 0.
        return id < 0 ? Double.NaN : 0.0 - vocabulary.score(id);
    }

    private void addBytes(String symbol, IntList out) {
        for (byte b : symbol.getBytes(StandardCharsets.UTF_8)) {
            out.add(byteTokens[b & 0xFF]);
        }
    }

    @Override
    public byte[] bytes(int token) {
        String text = vocabulary.text(token);
        if (vocabulary.type(token) == Vocabulary.BYTE && text.length() == 6 && text.startsWith("<0x")
                && HexFormat.isHexDigit(text.charAt(3)) && HexFormat.isHexDigit(text.charAt(4))) {
            return new byte[]{(byte) Integer.parseInt(text, 3, 5, 16)};
        }
        return text.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
    }
}
