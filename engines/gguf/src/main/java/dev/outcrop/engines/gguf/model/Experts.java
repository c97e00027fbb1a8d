package dev.outcrop.engines.gguf.model;

import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.tensor.Kernels;
import dev.outcrop.engines.gguf.tensor.VectorMath;
import org.jspecify.annotations.Nullable;

/**
 * A feed-forward network made of experts, of which a router picks a few for each token.
 *
 * <p>Tokens that chose the same expert are computed together. Each token then adds up its experts in the order of the
 * router's preference, so that its sum does not depend on what else is in the batch.
 *
 * @param used experts per token
 */
record Experts(Linear router, List<FeedForward.Dense> experts, int used, Weighting weighting, @Nullable Shared shared)
        implements
            FeedForward {

    /** How router logits become the weights of the chosen experts. */
    enum Weighting {
        /** Softmax over all experts, as it is. */
        SOFTMAX,
        /** Softmax over all experts, divided by the sum over the chosen ones. */
        NORMALISED_SOFTMAX,
        /** Softmax over the chosen experts alone. */
        SOFTMAX_OF_CHOSEN
    }

    /** The expert that sees every token, weighted by {@code sigmoid(gate·x)}. */
    record Shared(FeedForward.Dense network, float[] gate) {}

    /** Working memory that all layers share. */
    static final class Space {
        private final Scratch logits = new Scratch();
        private final Scratch gathered = new Scratch();
        private final Scratch computed = new Scratch();
        private final Scratch slots = new Scratch();
        private int[] chosen = {};
        private float[] weights = {};
    }

    @Override
    public void apply(Kernels kernels, float[] in, int tokens, float[] out, FeedForward.Space shared) {
        Space space = shared.experts;
        int width = router.weights().columns();
        route(kernels, in, tokens, space);
        float[] slots = space.slots.ofSize(tokens * used * width);
        for (int expert = 0; expert < experts.size(); expert++) {
            runExpert(kernels, expert, in, tokens, width, slots, shared);
        }
        Arrays.fill(out, 0, tokens * width, 0);
        for (int slot = 0; slot < tokens * used; slot++) {
            VectorMath.addScaled(space.weights[slot], slots, slot * width, out, slot / used * width, width);
        }
        if (this.shared != null) {
            addShared(this.shared, kernels, in, tokens, width, out, shared);
        }
    }

    private void route(Kernels kernels, float[] in, int tokens, Space space) {
        int count = experts.size();
        float[] logits = space.logits.ofSize(tokens * count);
        router.apply(kernels, in, tokens, logits);
        if (space.chosen.length < tokens * used) {
            space.chosen = new int[tokens * used];
            space.weights = new float[tokens * used];
        }
        for (int token = 0; token < tokens; token++) {
            choose(logits, token * count, space.chosen, space.weights, token * used);
        }
    }

    /** Picks the {@code used} largest logits, the lower index on a tie, and computes their weights. */
    private void choose(float[] logits, int at, int[] chosen, float[] weights, int slot) {
        int count = experts.size();
        double maximum = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            maximum = Math.max(maximum, logits[at + i]);
        }
        double all = 0;
        for (int i = 0; i < count; i++) {
            all += Math.exp(logits[at + i] - maximum);
        }
        double ofChosen = 0;
        for (int rank = 0; rank < used; rank++) {
            int best = -1;
            for (int i = 0; i < count; i++) {
                if ((best < 0 || logits[at + i] > logits[at + best]) && !contains(chosen, slot, rank, i)) {
                    best = i;
                }
            }
            chosen[slot + rank] = best;
            ofChosen += Math.exp(logits[at + best] - maximum);
        }
        double divisor = weighting == Weighting.SOFTMAX ? all : ofChosen;
        for (int rank = 0; rank < used; rank++) {
            weights[slot + rank] = (float) (Math.exp(logits[at + chosen[slot + rank]] - maximum) / divisor);
        }
    }

    private static boolean contains(int[] values, int from, int count, int wanted) {
        for (int i = from; i < from + count; i++) {
            if (values[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private void runExpert(Kernels kernels, int expert, float[] in, int tokens, int width, float[] slots,
            FeedForward.Space shared) {
        Space space = shared.experts;
        float[] gathered = space.gathered.ofSize(tokens * width);
        int count = 0;
        for (int slot = 0; slot < tokens * used; slot++) {
            if (space.chosen[slot] == expert) {
                System.arraycopy(in, slot / used * width, gathered, count++ * width, width);
            }
        }
        if (count == 0) {
            return;
        }
        float[] computed = space.computed.ofSize(tokens * width);
        experts.get(expert).apply(kernels, gathered, count, computed, shared);
        count = 0;
        for (int slot = 0; slot < tokens * used; slot++) {
            if (space.chosen[slot] == expert) {
                System.arraycopy(computed, count++ * width, slots, slot * width, width);
            }
        }
    }

    private static void addShared(Shared expert, Kernels kernels, float[] in, int tokens, int width, float[] out,
            FeedForward.Space space) {
        float[] computed = space.experts.computed.ofSize(tokens * width);
        expert.network.apply(kernels, in, tokens, computed, space);
        for (int token = 0; token < tokens; token++) {
            float logit = VectorMath.dot(expert.gate, 0, in, token * width, width);
            float weight = (float) (1 / (1 + Math.exp(-logit)));
            VectorMath.addScaled(weight, computed, token * width, out, token * width, width);
        }
    }
}
