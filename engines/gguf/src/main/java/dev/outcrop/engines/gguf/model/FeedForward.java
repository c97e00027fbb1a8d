package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.tensor.Kernels;
import org.jspecify.annotations.Nullable;

/** The part of a layer that treats each token by itself. */
sealed interface FeedForward permits FeedForward.Dense, Experts {

    /** Computes {@code [tokens, width]} from {@code [tokens, width]}. */
    void apply(Kernels kernels, float[] in, int tokens, float[] out, Space space);

    /** Working memory that all layers share. */
    final class Space {
        private final Scratch gate = new Scratch();
        private final Scratch up = new Scratch();
        final Experts.Space experts = new Experts.Space();
    }

    /** {@code down(act(gate·x) ⊙ (up·x))}, or {@code down(act(up·x))} without a gate. */
    record Dense(@Nullable Linear gate, Linear up, Linear down, Activation activation) implements FeedForward {

        @Override
        public void apply(Kernels kernels, float[] in, int tokens, float[] out, Space space) {
            int size = tokens * up.rows();
            float[] inner = space.up.ofSize(size);
            up.apply(kernels, in, tokens, inner);
            if (gate == null) {
                activation.apply(inner, size);
            } else {
                float[] gated = space.gate.ofSize(size);
                gate.apply(kernels, in, tokens, gated);
                activation.gate(gated, inner, size);
            }
            down.apply(kernels, inner, tokens, out);
        }
    }
}
