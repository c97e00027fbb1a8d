package dev.outcrop.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.text.Sentences;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.guardrails.text.UnitVectors;
import dev.outcrop.inference.EncodedWindow;

/** Makes statements of the windows of a text, which must come in order; a sentence may go on in the next. For one thread. */
final class StatementReader implements Consumer<EncodedWindow> {
    private final String text;
    private final List<TextView.Range> sentences;
    private final Set<TextView.Range> wanted;
    private final List<Statement> statements = new ArrayList<>();
    private final List<float[]> content = new ArrayList<>();
    private float[] sum = new float[0];
    private int sentence;

    /** @param wanted the sentences that become statements, as {@link Sentences} finds them */
    StatementReader(String text, List<TextView.Range> wanted) {
        this.text = text;
        this.wanted = Set.copyOf(wanted);
        sentences = Sentences.of(text);
    }

    @Override
    public void accept(EncodedWindow window) {
        for (int token = 0; token < window.tokens(); token++) {
            while (sentence < sentences.size() && window.ends()[token] > sentences.get(sentence).end()) {
                endSentence();
            }
            if (sentence == sentences.size()) {
                return;
            }
            float[] vector = vector(window, token);
            if (sum.length == 0) {
                sum = new float[vector.length];
            }
            UnitVectors.add(sum, vector, 1);
            if (WordSet.isContent(text.substring(window.starts()[token], window.ends()[token]))) {
                content.add(UnitVectors.normalize(vector));
            }
        }
    }

    private static float[] vector(EncodedWindow window, int token) {
        int dimensions = window.mean().length;
        float[] vector = new float[dimensions];
        System.arraycopy(window.vectors(), token * dimensions, vector, 0, dimensions);
        return vector;
    }

    private void endSentence() {
        TextView.Range range = sentences.get(sentence);
        if (!content.isEmpty() && wanted.contains(range)) {
            statements.add(
                    new Statement(
                            WordSet.of(text.substring(range.start(), range.end())), content,
                            UnitVectors.normalize(sum)));
        }
        content.clear();
        sum = new float[0];
        sentence++;
    }

    /** The wanted sentences that carry content, in order, once every window was read. */
    List<Statement> statements() {
        if (sentence < sentences.size()) {
            endSentence();
        }
        return List.copyOf(statements);
    }
}
