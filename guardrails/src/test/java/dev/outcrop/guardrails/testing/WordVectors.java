package dev.outcrop.guardrails.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TokenEncoder;

/**
 * An encoder without a model: a word is always the same random vector, so that texts are similar as far as they share
 * words.
 */
public final class WordVectors implements TokenEncoder {
    private static final int DIMENSIONS = 256;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final int window;
    private boolean closed;
    private int encoded;

    /** @param window words per window */
    public WordVectors(int window) {
        this.window = window;
    }

    @Override
    public String name() {
        return "words";
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public int contextLength() {
        return window;
    }

    /** Texts encoded so far. */
    public int encoded() {
        return encoded;
    }

    @Override
    public List<EncodedWindow> encode(String text) {
        if (closed) {
            throw new InferenceException("The encoder is closed.");
        }
        encoded++;
        List<MatchResult> words = WORD.matcher(text).results().toList();
        List<EncodedWindow> windows = new ArrayList<>();
        for (int from = 0; from < words.size(); from += window) {
            windows.add(window(words.subList(from, Math.min(words.size(), from + window))));
        }
        return windows;
    }

    private static EncodedWindow window(List<MatchResult> words) {
        float[] vectors = new float[words.size() * DIMENSIONS];
        float[] mean = new float[DIMENSIONS];
        int[] starts = new int[words.size()];
        int[] ends = new int[words.size()];
        for (int token = 0; token < words.size(); token++) {
            MatchResult word = words.get(token);
            starts[token] = word.start();
            ends[token] = word.end();
            Random random = new Random(word.group().toLowerCase(Locale.ROOT).hashCode());
            for (int i = 0; i < DIMENSIONS; i++) {
                float value = (float) (random.nextGaussian() / Math.sqrt(DIMENSIONS));
                vectors[token * DIMENSIONS + i] = value;
                mean[i] += value;
            }
        }
        double length = 0;
        for (float value : mean) {
            length += (double) value * value;
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            mean[i] /= (float) Math.sqrt(length);
        }
        return new EncodedWindow(vectors, starts, ends, mean);
    }

    @Override
    public void close() {
        closed = true;
    }
}
