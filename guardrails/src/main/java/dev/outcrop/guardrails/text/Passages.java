package dev.outcrop.guardrails.text;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.inference.EncodedWindow;

/**
 * Vectors of the parts of a text: one per encoded window and, where the text has several sentences, one per sentence,
 * so that one sentence among many is not lost in their mean. A sentence's vector is the mean of its tokens' vectors: it
 * costs no run of the encoder beyond that of the window. For one thread.
 */
public final class Passages implements Consumer<EncodedWindow> {
    private final List<TextView.Range> sentences;
    private final int leastTokens;
    private final Consumer<Passage> sink;
    private int first;

    /**
     * One part of a text.
     *
     * @param vector of length 1
     * @param start index of its first char in the text
     * @param end index after its last char
     * @param sentence whether it is a sentence, and not a window
     */
    public record Passage(float[] vector, int start, int end, boolean sentence) {}

    /**
     * Reads the passages of a text from its windows, which must come in order.
     *
     * @param leastTokens a sentence, or the part of it in one window, with fewer tokens is none of its own
     * @param sink gets windows and sentences; none of a text without tokens
     */
    public Passages(String text, int leastTokens, Consumer<Passage> sink) {
        sentences = Sentences.of(text);
        this.leastTokens = leastTokens;
        this.sink = sink;
    }

    @Override
    public void accept(EncodedWindow window) {
        int start = window.tokens() == 0 ? 0 : window.starts()[0];
        sink.accept(new Passage(window.mean(), start, end(window, window.tokens()), false));
        if (sentences.size() < 2 || window.tokens() == 0) {
            return;
        }
        while (first < sentences.size() && sentences.get(first).end() <= start) {
            first++;
        }
        int token = 0;
        for (int i = first; i < sentences.size() && token < window.tokens(); i++) {
            TextView.Range sentence = sentences.get(i);
            int from = token;
            while (token < window.tokens() && window.ends()[token] <= sentence.end()) {
                token++;
            }
            if (token - from >= leastTokens) {
                sink.accept(new Passage(mean(window, from, token), window.starts()[from], end(window, token), true));
            }
        }
    }

    /** Where the text of the tokens before this one ends. */
    private static int end(EncodedWindow window, int token) {
        return token == 0 ? 0 : window.ends()[token - 1];
    }

    /** The mean of the vectors of a range of tokens, of length 1. */
    public static float[] mean(EncodedWindow window, int from, int to) {
        int dimensions = window.mean().length;
        float[] mean = new float[dimensions];
        for (int row = from * dimensions; row < to * dimensions; row += dimensions) {
            for (int i = 0; i < dimensions; i++) {
                mean[i] += window.vectors()[row + i];
            }
        }
        return UnitVectors.normalize(mean);
    }
}
