package dev.outcrop.bench.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;

/**
 * A vocabulary as those of byte-level models: every byte, then pieces of one to sixteen characters, of which one in twelve has
 * quotes and brackets and one in twelve is not of ASCII; the last token ends an answer. It encodes nothing.
 */
final class InventedTokenizer implements Tokenizer {

    private static final String MARKS = "\"{}[]:,\\.()<>=;_-/";

    private final List<byte[]> tokens = new ArrayList<>();

    InventedTokenizer(int size) {
        Random random = new Random(7);
        for (int value = 0; value < 256; value++) {
            tokens.add(new byte[]{(byte) value});
        }
        Set<String> pieces = new LinkedHashSet<>();
        while (tokens.size() + pieces.size() < size - 1) {
            pieces.add(piece(random));
        }
        pieces.forEach(piece -> tokens.add(piece.getBytes(StandardCharsets.UTF_8)));
        tokens.add(new byte[0]);
    }

    private static String piece(Random random) {
        int kind = random.nextInt(12);
        StringBuilder piece = new StringBuilder(random.nextBoolean() ? " " : "");
        int length = 1 + random.nextInt(5) + random.nextInt(6) + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            if (kind == 0 && random.nextBoolean()) {
                piece.append(MARKS.charAt(random.nextInt(MARKS.length())));
            } else if (kind == 1) {
                piece.appendCodePoint(0x400 + random.nextInt(0x500));
            } else {
                piece.append((char) ('a' + (random.nextInt(26) * random.nextInt(26)) / 26));
            }
        }
        return piece.toString();
    }

    @Override
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        throw new UnsupportedOperationException("An invented vocabulary encodes nothing");
    }

    @Override
    public int[] encode(List<Segment> segments, boolean addSpecial) {
        throw new UnsupportedOperationException("An invented vocabulary encodes nothing");
    }

    @Override
    public byte[] bytes(int token) {
        return tokens.get(token);
    }

    @Override
    public byte[] spelledBytes(int token) {
        return tokens.get(token);
    }

    @Override
    public boolean isEndOfGeneration(int token) {
        return token == tokens.size() - 1;
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public boolean knows(String specialText) {
        return false;
    }

    @Override
    public String mark(String text, char mark) {
        return text;
    }
}
