package dev.outcrop.engines.onnx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The tokenizer of uncased BERT models, with the place of every token in the text. Immutable and thread-safe.
 *
 * <p>Every code point is classified and decomposed on its own (NFD), marks are dropped, the rest is lower-cased. Words
 * end at white space; a punctuation mark or a CJK ideograph is a word of its own. Each word is covered from its start by
 * the longest pieces of the vocabulary ("Google's Neural Machine Translation System", Wu et al. 2016, section 4.1); a
 * word that cannot be covered, or is longer than 100 code points, is one unknown token.
 *
 * <p>Does what the {@code BertNormalizer}, {@code BertPreTokenizer} and {@code WordPiece} of Hugging Face's tokenizers do
 * with {@code encode_special_tokens}: the name of a special token in a text is ordinary text. A lone surrogate, which
 * those cannot be given, is dropped like a control character.
 */
final class WordPieceTokenizer {
    private static final String CONTINUATION = "##";
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final int unknown;
    private final int longestPiece;

    private WordPieceTokenizer(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
        this.unknown = required("[UNK]");
        this.longestPiece = vocabulary.keySet().stream().mapToInt(String::length).max().orElseThrow();
        if (vocabulary.keySet().stream().anyMatch(WordPieceTokenizer::isCased)) {
            throw new IllegalArgumentException(
                    "the vocabulary has upper-case letters; only uncased models can be read");
        }
    }

    /** Whether lower-cased text could never be covered by this piece; names of special tokens stand in brackets. */
    private static boolean isCased(String piece) {
        return !piece.startsWith("[") && piece.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }

    /**
     * Reads the {@code tokenizer.json} of a folder, or else its {@code vocab.txt}.
     *
     * @throws IllegalArgumentException as {@link #read}
     */
    static WordPieceTokenizer of(Path folder) throws IOException {
        Path json = folder.resolve("tokenizer.json");
        if (Files.exists(json)) {
            return read(Files.newInputStream(json));
        }
        try (BufferedReader lines = Files.newBufferedReader(folder.resolve("vocab.txt"))) {
            return readLines(lines);
        }
    }

    /**
     * Reads {@code model.vocab} of a {@code tokenizer.json}.
     *
     * @throws IllegalArgumentException when there is none, it lacks {@code [UNK]}, or the pieces are cased
     */
    static WordPieceTokenizer read(InputStream json) throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>(1 << 16);
        try (json; JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (find(parser, "model") && find(parser, "vocab") && parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String piece = parser.currentName();
                    vocabulary.put(piece, parser.nextIntValue(-1));
                }
            }
        }
        return new WordPieceTokenizer(vocabulary);
    }

    /**
     * Reads a {@code vocab.txt}: one piece per line, numbered from 0.
     *
     * @throws IllegalArgumentException when it lacks {@code [UNK]}, or the pieces are cased
     */
    static WordPieceTokenizer readLines(BufferedReader lines) throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>(1 << 16);
        int id = 0;
        for (String piece = lines.readLine(); piece != null; piece = lines.readLine()) {
            vocabulary.put(piece, id++);
        }
        return new WordPieceTokenizer(vocabulary);
    }

    /** Moves to a member of the object that comes next. */
    private static boolean find(JsonParser parser, String name) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            if (parser.currentName().equals(name)) {
                return true;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return false;
    }

    /**
     * The id of a piece that must be there.
     *
     * @throws IllegalArgumentException when it is not
     */
    int required(String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + piece);
        }
        return id;
    }

    /** The tokens of a text. Takes time and memory in proportion to its length. */
    Tokens tokenize(String text) {
        return tokenize(text, new Tokens());
    }

    /** How many tokens a text has. Takes time in proportion to its length, and no memory. */
    int count(String text) {
        return tokenize(text, new Tokens(0, 0)).seen();
    }

    /** Adds the tokens of a text, and returns what they were added to. */
    Tokens tokenize(String text, Tokens tokens) {
        Word word = new Word(tokens);
        int next;
        for (int at = 0; at < text.length(); at = next) {
            int c = text.codePointAt(at);
            next = at + Character.charCount(c);
            if (c < 0x80) {
                if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                    word.end();
                } else if (c > ' ' && c < 0x7F) {
                    word.add(c, at, next);
                }
            } else if (isSpace(c)) {
                word.end();
            } else if (isText(c)) {
                boolean ideograph = isIdeograph(c);
                if (ideograph) {
                    word.end();
                }
                int begin = at;
                int end = next;
                Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                        .codePoints()
                        .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                        .forEach(part -> word.add(part, begin, end));
                if (ideograph) {
                    word.end();
                }
            }
        }
        word.end();
        return tokens;
    }

    /** The word that is being read: its normalised chars, each with the place it came from. */
    private final class Word {
        private final Tokens tokens;
        private final StringBuilder chars = new StringBuilder();
        private int[] starts = new int[LONGEST_WORD * 2];
        private int[] ends = new int[LONGEST_WORD * 2];
        private int codePoints;
        private int first;
        private int last;
        private int words;

        Word(Tokens tokens) {
            this.tokens = tokens;
        }

        void add(int codePoint, int start, int end) {
            boolean alone = isPunctuation(codePoint);
            if (alone) {
                end();
            }
            first = codePoints == 0 ? start : first;
            last = end;
            if (codePoints < LONGEST_WORD) {
                int from = chars.length();
                chars.appendCodePoint(Character.toLowerCase(codePoint));
                for (int i = from; i < chars.length(); i++) {
                    starts[i] = start;
                    ends[i] = end;
                }
            }
            codePoints++;
            if (alone) {
                end();
            }
        }

        void end() {
            if (codePoints == 0) {
                return;
            }
            if (codePoints > LONGEST_WORD || !cover()) {
                tokens.add(unknown, first, last, words);
            }
            words++;
            codePoints = 0;
            chars.setLength(0);
        }

        private boolean cover() {
            int before = tokens.seen();
            int from = 0;
            while (from < chars.length()) {
                int to = Math.min(chars.length(), from + longestPiece);
                Integer id = null;
                while (to > from && (id = vocabulary.get(piece(from, to))) == null) {
                    to--;
                }
                if (id == null) {
                    tokens.cutTo(before);
                    return false;
                }
                tokens.add(id, starts[from], ends[to - 1], words);
                from = to;
            }
            return true;
        }

        private String piece(int from, int to) {
            return from == 0 ? chars.substring(0, to) : CONTINUATION + chars.substring(from, to);
        }
    }

    private static boolean isSpace(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static boolean isText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE,
                    Character.UNASSIGNED ->
                false;
            default -> c != 0xFFFD;
        };
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                true;
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL ->
                c < 0x80;
            default -> false;
        };
    }

    /** BERT's own list of blocks, compatibility ideographs included, kana and hangul left out. */
    private static boolean isIdeograph(int c) {
        return within(c, 0x4E00, 0x9FFF)
                || within(c, 0x3400, 0x4DBF)
                || within(c, 0xF900, 0xFAFF)
                || within(c, 0x20000, 0x2A6DF)
                || within(c, 0x2A700, 0x2B73F)
                || within(c, 0x2B740, 0x2B81F)
                || within(c, 0x2B920, 0x2CEAF)
                || within(c, 0x2F800, 0x2FA1F);
    }

    private static boolean within(int c, int from, int to) {
        return c >= from && c <= to;
    }
}
