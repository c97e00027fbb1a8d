package dev.outcrop.guardrails.grounding;

import java.util.List;

import dev.outcrop.guardrails.text.UnitVectors;

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
