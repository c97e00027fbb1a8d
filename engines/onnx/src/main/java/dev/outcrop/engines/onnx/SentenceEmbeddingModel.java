package dev.outcrop.engines.onnx;

import java.util.List;

import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/**
 * Sentence vectors from a token encoder. A text of several windows is the mean of their vectors, each weighted by its
 * tokens, so its length falls below 1 the less its parts have in common. Thread-safe.
 */
public final class SentenceEmbeddingModel implements EmbeddingModel {

    /** The encoder's own tokens around every window. */
    private static final int SPECIAL_TOKENS = 2;

    private final TokenEncoder encoder;

    /** @param encoder closed with this model */
    public SentenceEmbeddingModel(TokenEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public String name() {
        return encoder.name();
    }

    @Override
    public int dimensions() {
        return encoder.dimensions();
    }

    /** There is no limit: what does not fit a window is read in several. */
    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Embedding embed(String text) {
        List<EncodedWindow> windows = encoder.encode(text);
        float[] vector = new float[encoder.dimensions()];
        int tokens = 0;
        for (EncodedWindow window : windows) {
            tokens += window.tokens();
        }
        for (EncodedWindow window : windows) {
            float weight = (float) window.tokens() / tokens;
            for (int i = 0; i < vector.length; i++) {
                vector[i] += weight * window.mean()[i];
            }
        }
        return new Embedding(vector, tokens + SPECIAL_TOKENS);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
