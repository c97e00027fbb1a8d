package dev.outcrop.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.text.Sentences;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.guardrails.text.UnitVectors;
import dev.outcrop.inference.EncodedWindow;

/**
 * One sentence: its words and its vectors, those of its tokens as they stand in the whole text. The arrays must not be
 * written to.
 *
 * @param tokens {@code [content tokens][dimensions]}, each of length 1; none for a sentence that claims nothing
 * @param mean of all tokens, of length 1
 */
record Statement(WordSet words, List<float[]> tokens, float[] mean) {

    Statement {
        tokens = List.copyOf(tokens);
    }

    /**
     * The sentences of a text that carry content, in order.
     *
     * @param windows what the encoder made of {@code text}
     */
    static List<Statement> of(String text, List<EncodedWindow> windows) {
        List<Statement> statements = new ArrayList<>();
        int window = 0;
        int token = 0;
        for (TextView.Range sentence : Sentences.of(text)) {
            List<float[]> content = new ArrayList<>();
            float[] sum = new float[0];
            while (window < windows.size()) {
                EncodedWindow current = windows.get(window);
                if (token == current.tokens()) {
                    window++;
                    token = 0;
                    continue;
                }
                if (current.ends()[token] > sentence.end()) {
                    break;
                }
                float[] vector = vector(current, token);
                if (sum.length == 0) {
                    sum = new float[vector.length];
                }
                UnitVectors.add(sum, vector, 1);
                if (WordSet.isContent(text.substring(current.starts()[token], current.ends()[token]))) {
                    content.add(UnitVectors.normalize(vector));
                }
                token++;
            }
            if (!content.isEmpty()) {
                statements.add(
                        new Statement(
                                WordSet.of(text.substring(sentence.start(), sentence.end())),
                                content,
                                UnitVectors.normalize(sum)));
            }
        }
        return statements;
    }

    private static float[] vector(EncodedWindow window, int token) {
        int dimensions = window.mean().length;
        float[] vector = new float[dimensions];
        System.arraycopy(window.vectors(), token * dimensions, vector, 0, dimensions);
        return vector;
    }

    /** Per content token of this statement: the cosine to the nearest content token of the other. */
    float[] alignedTo(Statement other) {
        float[] nearest = new float[tokens.size()];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = -1;
            for (float[] token : other.tokens) {
                nearest[i] = Math.max(nearest[i], UnitVectors.cosine(tokens.get(i), token));
            }
        }
        return nearest;
    }
}
