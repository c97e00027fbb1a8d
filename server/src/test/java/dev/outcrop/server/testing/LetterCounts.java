package dev.outcrop.server.testing;

import java.util.Locale;

import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;

/** An embedding model that counts the letters a to z; each letter is a token. */
public final class LetterCounts implements EmbeddingModel {

    @Override
    public String name() {
        return "letter-counts";
    }

    @Override
    public int dimensions() {
        return 26;
    }

    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Embedding embed(String text) {
        float[] counts = new float[26];
        int tokens = 0;
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c >= 'a' && c <= 'z') {
                counts[c - 'a']++;
                tokens++;
            }
        }
        return new Embedding(counts, tokens);
    }

    @Override
    public void close() {}
}
