package dev.outcrop.server.testing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.EmbeddingRequest;

/** An embedding model that counts the letters a to z; each letter is a token. Tests may come between. */
public final class LetterCounts implements EmbeddingModel {
    private final List<EmbeddingRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Consumer<EmbeddingRequest> before = request -> {};

    /** Does this before every request from now on. */
    public void before(Consumer<EmbeddingRequest> action) {
        this.before = action;
    }

    /** What it was asked, in order. */
    public List<EmbeddingRequest> requests() {
        return requests;
    }

    @Override
    public List<Embedding> embed(EmbeddingRequest request) {
        requests.add(request);
        before.accept(request);
        return EmbeddingModel.super.embed(request);
    }

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
