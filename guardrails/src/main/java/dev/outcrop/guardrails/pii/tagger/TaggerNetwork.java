package dev.outcrop.guardrails.pii.tagger;

import dev.outcrop.guardrails.head.Activations;
import dev.outcrop.guardrails.head.Linear;
import dev.outcrop.guardrails.head.Weights;
import dev.outcrop.guardrails.head.WeightsException;
import dev.outcrop.inference.EncodedWindow;

/**
 * The network: one layer makes a token's vector and spelling {@code HIDDEN} numbers; two convolutions over a token and its
 * two neighbours on either side, the second added to the first; one layer gives a logit per tag. Immutable and thread-safe.
 */
final class TaggerNetwork {
    private static final int NEIGHBOURS = 2;

    private final Linear input;
    private final Linear near;
    private final Linear far;
    private final Linear output;
    private final int dimensions;
    private final int hidden;

    /** @throws WeightsException when the layers do not fit together */
    TaggerNetwork(Weights weights) {
        input = weights.linear("input");
        near = weights.linear("near");
        far = weights.linear("far");
        output = weights.linear("output");
        hidden = input.outputs();
        dimensions = input.inputs() - WordShape.COUNT;
        int width = (2 * NEIGHBOURS + 1) * hidden;
        if (dimensions <= 0
                || near.inputs() != width
                || far.inputs() != width
                || near.outputs() != hidden
                || far.outputs() != hidden
                || output.inputs() != hidden) {
            throw new WeightsException("the layers of a tagger do not fit together");
        }
    }

    /** Numbers per token vector that the network was trained on. */
    int dimensions() {
        return dimensions;
    }

    int tags() {
        return output.outputs();
    }

    /** Logits {@code [tokens * tags]} of a window of this text. */
    float[] logits(String text, EncodedWindow window) {
        int tokens = window.tokens();
        float[] first = new float[tokens * hidden];
        if (tokens == 0) {
            return first;
        }
        WordShape shape = new WordShape(text, window.starts()[0], window.ends()[tokens - 1]);
        float[] features = new float[WordShape.COUNT];
        for (int t = 0; t < tokens; t++) {
            int previousStart = t == 0 ? -1 : window.starts()[t - 1];
            int previousEnd = t == 0 ? -1 : window.ends()[t - 1];
            shape.of(window.starts()[t], window.ends()[t], previousStart, previousEnd, features);
            input.begin(first, t * hidden);
            input.add(0, window.vectors(), t * dimensions, dimensions, first, t * hidden);
            input.add(dimensions, features, 0, features.length, first, t * hidden);
        }
        Activations.relu(first);
        float[] second = convolved(near, first, tokens);
        float[] third = convolved(far, second, tokens);
        float[] logits = new float[tokens * tags()];
        for (int i = 0; i < third.length; i++) {
            third[i] += second[i];
        }
        for (int t = 0; t < tokens; t++) {
            output.apply(third, t * hidden, logits, t * tags());
        }
        return logits;
    }

    private float[] convolved(Linear layer, float[] x, int tokens) {
        float[] y = new float[x.length];
        for (int t = 0; t < tokens; t++) {
            layer.begin(y, t * hidden);
            for (int n = Math.max(0, t - NEIGHBOURS); n <= Math.min(tokens - 1, t + NEIGHBOURS); n++) {
                layer.add((n - t + NEIGHBOURS) * hidden, x, n * hidden, hidden, y, t * hidden);
            }
        }
        Activations.relu(y);
        return y;
    }
}
