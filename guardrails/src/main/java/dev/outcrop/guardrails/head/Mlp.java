package dev.outcrop.guardrails.head;

import java.util.ArrayList;
import java.util.List;

/** Layers with a ReLU between each two; the outputs of the last are returned as they are. Immutable and thread-safe. */
public final class Mlp {
    private final List<Linear> layers;

    /** @throws WeightsException when there is no layer or one does not fit on the other */
    public Mlp(List<Linear> layers) {
        if (layers.isEmpty()) {
            throw new WeightsException("a network without layers");
        }
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i - 1).outputs() != layers.get(i).inputs()) {
                throw new WeightsException("layer " + i + " does not fit on the one before");
            }
        }
        this.layers = List.copyOf(layers);
    }

    /**
     * The layers of these names, in order.
     *
     * @throws WeightsException when one is missing or they do not fit together
     */
    public static Mlp of(Weights weights, String... names) {
        List<Linear> layers = new ArrayList<>();
        for (String name : names) {
            layers.add(weights.linear(name));
        }
        return new Mlp(layers);
    }

    public int inputs() {
        return layers.getFirst().inputs();
    }

    public int outputs() {
        return layers.getLast().outputs();
    }

    /** A new array with the outputs for one row of inputs. */
    public float[] apply(float[] x) {
        float[] values = layers.getFirst().apply(x);
        for (int i = 1; i < layers.size(); i++) {
            Activations.relu(values);
            values = layers.get(i).apply(values);
        }
        return values;
    }
}
