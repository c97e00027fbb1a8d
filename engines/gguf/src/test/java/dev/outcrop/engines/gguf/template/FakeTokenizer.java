package dev.outcrop.engines.gguf.template;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;

/** Knows special tokens and nothing else. */
record FakeTokenizer(List<String> specials) implements Tokenizer {

    static FakeTokenizer with(String... specials) {
        return new FakeTokenizer(List.of(specials));
    }

    @Override
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int[] encode(List<Segment> segments, boolean addSpecial) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] bytes(int token) {
        return new byte[0];
    }

    @Override
    public byte[] spelledBytes(int token) {
        return specials.get(token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isEndOfGeneration(int token) {
        return false;
    }

    @Override
    public int size() {
        return specials.size();
    }

    @Override
    public boolean knows(String specialText) {
        return specials.contains(specialText);
    }

    @Override
    public String mark(String text, char mark) {
        String marked = text;
        for (String special : specials) {
            marked = marked.replace(special, mark + special);
        }
        return marked;
    }
}
