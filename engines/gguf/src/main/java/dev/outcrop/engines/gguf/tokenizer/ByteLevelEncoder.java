package dev.outcrop.engines.gguf.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/**
 * The {@code gpt2} tokenizer: byte-level byte-pair encoding. Text is cut into pieces, each piece's bytes are written in
 * a printable alphabet, and neighbours are joined in the order of the merge list.
 */
final class ByteLevelEncoder implements Encoder {

    /** The printable character of each byte. */
    private static final char[] ALPHABET = alphabet();

    private static final int[] BYTES = inverse(ALPHABET);

    private final Vocabulary vocabulary;
    private final PreTokenizer preTokenizer;
    private final Map<String, Integer> ranks;

    ByteLevelEncoder(Vocabulary vocabulary, Metadata metadata) {
        this.vocabulary = vocabulary;
        this.preTokenizer = PreTokenizer.named(metadata.string("tokenizer.ggml.pre", "default"));
        String[] merges = metadata.stringArray("tokenizer.ggml.merges");
        this.ranks = HashMap.newHashMap(merges.length);
        for (int i = 0; i < merges.length; i++) {
            check(i, merges[i]);
            ranks.putIfAbsent(merges[i], i);
        }
    }

    /** A merge of what are no tokens, or into what is none, would lose text. */
    private void check(int place, String merge) {
        int space = merge.indexOf(' ', 1);
        if (space < 0) {
            throw new GgufException("tokenizer.ggml.merges[" + place + "] is not a pair: " + merge);
        }
        String left = merge.substring(0, space);
        String right = merge.substring(space + 1);
        if (vocabulary.id(left) < 0 || vocabulary.id(right) < 0 || vocabulary.id(left + right) < 0) {
            throw new GgufException("tokenizer.ggml.merges[" + place + "] names what is no token: " + merge);
        }
    }

    /** Bytes 33–126, 161–172 and 174–255 are themselves; the others are 256, 257, ... in byte order. */
    private static char[] alphabet() {
        char[] alphabet = new char[256];
        int other = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || value >= 174;
            alphabet[value] = (char) (printable ? value : other++);
        }
        return alphabet;
    }

    private static int[] inverse(char[] alphabet) {
        int[] bytes = new int[512];
        Arrays.fill(bytes, -1);
        for (int value = 0; value < 256; value++) {
            bytes[alphabet[value]] = value;
        }
        return bytes;
    }

    @Override
    public void encode(String text, boolean afterSpecial, IntList out) {
        preTokenizer.cut(text, piece -> encodePiece(piece, out));
    }

    private void encodePiece(String piece, IntList out) {
        String written = written(piece);
        if (preTokenizer.takesWholePieces()) {
            int whole = vocabulary.id(written);
            if (whole >= 0) {
                out.add(whole);
                return;
            }
        }
        Merging.run(written, this::rank, (from, to) -> {
            int id = vocabulary.id(written.substring(from, to));
            if (id >= 0) {
                out.add(id);
                return;
            }
            for (int i = from; i < to; i++) {
                int single = vocabulary.id(written.substring(i, i + 1));
                if (single >= 0) {
                    out.add(single);
                }
            }
        });
    }

    private static String written(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        char[] chars = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            chars[i] = ALPHABET[bytes[i] & 0xFF];
        }
        return new String(chars);
    }

    private double rank(String text, int from, int middle, int to) {
        Integer rank = ranks.get(text.substring(from, middle) + " " + text.substring(middle, to));
        return rank == null ? Double.NaN : rank;
    }

    @Override
    public byte[] bytes(int token) {
        String text = vocabulary.text(token);
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c < BYTES.length ? BYTES[c] : -1;
            if (value < 0) {
                // Not written in the alphabet: an added token in plain text.
                return text.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }
}
