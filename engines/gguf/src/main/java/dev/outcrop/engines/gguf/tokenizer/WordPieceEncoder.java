package dev.outcrop.engines.gguf.tokenizer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/**
 * The {@code bert} tokenizer: words without accents in lower case, each covered by the longest tokens from its start. In
 * the file, tokens that begin a word carry U+2581.
 */
final class WordPieceEncoder implements Encoder {
    private static final String WORD_START = "\u2581";

    private final Vocabulary vocabulary;
    private final int unknown;
    private final int longestToken;

    WordPieceEncoder(Vocabulary vocabulary, Metadata metadata) {
        this.vocabulary = vocabulary;
        this.unknown = vocabulary.role(metadata, List.of("unknown_token_id"), "[UNK]")
                .orElseThrow(() -> new GgufException("A bert tokenizer needs an unknown token."));
        int longest = 0;
        for (int i = 0; i < vocabulary.size(); i++) {
            longest = Math.max(longest, vocabulary.text(i).length());
        }
        this.longestToken = longest;
    }

    @Override
    public void encode(String text, boolean afterSpecial, IntList out) {
        for (String word : words(text)) {
            cover(WORD_START + word, out);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                flush(word, words);
            } else if (c == 0 || c == 0xFFFD || type == Character.CONTROL || type == Character.FORMAT
                    || type == Character.NON_SPACING_MARK) {
                return;
            } else if (standsAlone(c, type)) {
                flush(word, words);
                words.add(Character.toString(Character.toLowerCase(c)));
            } else {
                word.appendCodePoint(Character.toLowerCase(c));
            }
        });
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** Punctuation, ASCII symbols and CJK ideographs are words of their own. */
    private static boolean standsAlone(int c, int type) {
        return switch (type) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                true;
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL ->
                c < 0x7F;
            default -> isIdeograph(c);
        };
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** A word that cannot be covered whole is one unknown token. */
    private void cover(String word, IntList out) {
        int before = out.size();
        int at = 0;
        while (at < word.length()) {
            int end = Math.min(word.length(), at + longestToken);
            int id = -1;
            while (end > at && (id = vocabulary.id(word.substring(at, end))) < 0) {
                end--;
            }
            if (id < 0) {
                out.truncate(before);
                out.add(unknown);
                return;
            }
            out.add(id);
            at = end;
        }
    }

    @Override
    public byte[] bytes(int token) {
        return vocabulary.text(token).replace(WORD_START, " ").getBytes(StandardCharsets.UTF_8);
    }
}
