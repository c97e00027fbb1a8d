package dev.outcrop.engines.gguf.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.model.Architecture.Trait;
import dev.outcrop.engines.gguf.tensor.Kernels;
import dev.outcrop.engines.gguf.tensor.Matrix;
import dev.outcrop.engines.gguf.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Puts a decoder together from the tensors of a file.
 *
 * <p>Projections that some architectures store fused are cut into views of rows here, so that the forward pass knows
 * one form only.
 */
final class DecoderLoader {

    /** Index of the rope of layers that see everything, and of windowed layers without a rope of their own. */
    private static final int FULL_ROPE = 0;

    /** Index of the rope of windowed layers that have their own. */
    private static final int WINDOW_ROPE = 1;

    private final DecoderConfig config;
    private final Architecture architecture;
    private final Tensors tensors;
    private final Metadata metadata;
    private final int contextLength;

    DecoderLoader(GgufFile file, int contextLength) {
        this.metadata = file.metadata();
        this.config = DecoderConfig.of(metadata);
        this.architecture = config.architecture();
        this.tensors = new Tensors(file);
        this.contextLength = contextLength;
    }

    Decoder load(Kernels kernels, Workers workers) {
        Matrix embedding = tensors.matrix("token_embd.weight", config.width(), vocabulary());
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(i));
        }
        Linear output = tensors.has("output.weight")
                ? tensors.linear("output", config.width(), embedding.rows())
                : new Linear(embedding, null);
        float scale = architecture.has(Trait.SCALED_EMBEDDING) ? (float) Math.sqrt(config.width()) : 1;
        return new Decoder(config, embedding, scale, ropes(), layers, norm("output_norm"), output, kernels, workers);
    }

    /** The tokenizer decides the number of tokens; a file without one is read by its own keys or the tensor. */
    private int vocabulary() {
        if (metadata.has("tokenizer.ggml.tokens")) {
            return metadata.arrayLength("tokenizer.ggml.tokens");
        }
        return metadata.optionalInteger(architecture.id() + ".vocab_size")
                .orElseGet(() -> tensors.rowsOf("token_embd.weight", config.width()));
    }

    private DecoderLayer layer(int index) {
        String prefix = "blk." + index + ".";
        boolean postNorms = architecture.has(Trait.POST_NORMS);
        boolean headNorms = architecture.has(Trait.HEAD_NORMS);
        Heads heads = config.heads();
        Projections projections = architecture.has(Trait.FUSED_PROJECTIONS) && !tensors.has(prefix + "attn_q.weight")
                ? fusedProjections(prefix)
                : projections(prefix);
        int window = config.windowOf(index);
        return new DecoderLayer(
                norm(prefix + "attn_norm"),
                projections.query,
                projections.key,
                projections.value,
                linear(Trait.ALL_BIASES, prefix + "attn_output", heads.outputNumbers(), config.width()),
                headNorms ? tensors.rmsNorm(prefix + "attn_q_norm", heads.keyWidth(), config.epsilon()) : null,
                headNorms ? tensors.rmsNorm(prefix + "attn_k_norm", heads.keyWidth(), config.epsilon()) : null,
                architecture.has(Trait.SINKS) ? tensors.vector(prefix + "attn_sinks.weight", heads.query()) : null,
                postNorms ? norm(prefix + "post_attention_norm") : null,
                norm(prefix + (architecture.has(Trait.POST_ATTENTION_NORM_IS_FFN_NORM)
                        ? "post_attention_norm"
                        : "ffn_norm")),
                config.experts() > 0 ? experts(prefix) : dense(prefix),
                postNorms ? norm(prefix + "post_ffw_norm") : null,
                window,
                window > 0 && ownWindowRope() ? WINDOW_ROPE : FULL_ROPE);
    }

    private record Projections(Linear query, Linear key, Linear value) {}

    private Projections projections(String prefix) {
        Heads heads = config.heads();
        return new Projections(
                linear(Trait.QKV_BIAS, prefix + "attn_q", config.width(), heads.queryNumbers()),
                linear(Trait.QKV_BIAS, prefix + "attn_k", config.width(), heads.keyNumbers()),
                linear(Trait.QKV_BIAS, prefix + "attn_v", config.width(), heads.valueNumbers()));
    }

    private Projections fusedProjections(String prefix) {
        Heads heads = config.heads();
        int q = heads.queryNumbers();
        int k = heads.keyNumbers();
        int v = heads.valueNumbers();
        Linear all = tensors.linear(prefix + "attn_qkv", config.width(), q + k + v);
        return new Projections(rows(all, 0, q), rows(all, q, k), rows(all, q + k, v));
    }

    private FeedForward.Dense dense(String prefix) {
        int width = config.width();
        int inner = config.feedForward();
        Linear down = tensors.linear(prefix + "ffn_down", inner, width);
        if (architecture.has(Trait.FUSED_PROJECTIONS) && !tensors.has(prefix + "ffn_gate.weight")) {
            Linear both = tensors.linear(prefix + "ffn_up", width, 2 * inner);
            return new FeedForward.Dense(rows(both, 0, inner), rows(both, inner, inner), down, activation());
        }
        return new FeedForward.Dense(
                tensors.linear(prefix + "ffn_gate", width, inner),
                tensors.linear(prefix + "ffn_up", width, inner),
                down,
                activation());
    }

    private Experts experts(String prefix) {
        int width = config.width();
        int inner = config.expertFeedForward();
        List<Linear> gates = expertMatrices(prefix + "ffn_gate_exps", width, inner);
        List<Linear> ups = expertMatrices(prefix + "ffn_up_exps", width, inner);
        List<Linear> downs = expertMatrices(prefix + "ffn_down_exps", inner, width);
        List<FeedForward.Dense> experts = new ArrayList<>();
        for (int i = 0; i < config.experts(); i++) {
            experts.add(new FeedForward.Dense(gates.get(i), ups.get(i), downs.get(i), activation()));
        }
        Linear router = linear(Trait.ALL_BIASES, prefix + "ffn_gate_inp", width, config.experts());
        return new Experts(router, experts, config.expertsUsed(), weighting(), sharedExpert(prefix));
    }

    private List<Linear> expertMatrices(String name, int columns, int rows) {
        int count = config.experts();
        Matrix all = tensors.matrices(name + ".weight", columns, rows, count);
        float[] biases = architecture.has(Trait.ALL_BIASES)
                ? tensors.matrix(name + ".bias", rows, count).decode()
                : null;
        Linear stacked = new Linear(all, biases);
        List<Linear> matrices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matrices.add(rows(stacked, i * rows, rows));
        }
        return matrices;
    }

    private Experts.@Nullable Shared sharedExpert(String prefix) {
        if (!architecture.has(Trait.SHARED_EXPERT)) {
            return null;
        }
        int width = config.width();
        int inner = config.sharedFeedForward();
        return new Experts.Shared(
                new FeedForward.Dense(
                        tensors.linear(prefix + "ffn_gate_shexp", width, inner),
                        tensors.linear(prefix + "ffn_up_shexp", width, inner),
                        tensors.linear(prefix + "ffn_down_shexp", inner, width),
                        activation()),
                tensors.vector(prefix + "ffn_gate_inp_shexp.weight", width));
    }

    private Experts.Weighting weighting() {
        if (architecture.has(Trait.SOFTMAX_OF_CHOSEN)) {
            return Experts.Weighting.SOFTMAX_OF_CHOSEN;
        }
        return architecture.has(Trait.NORMALISED_EXPERTS)
                ? Experts.Weighting.NORMALISED_SOFTMAX
                : Experts.Weighting.SOFTMAX;
    }

    private Activation activation() {
        if (architecture.has(Trait.CLAMPED_GATE)) {
            return Activation.CLAMPED;
        }
        return architecture.has(Trait.GELU) ? Activation.GELU : Activation.SILU;
    }

    private boolean ownWindowRope() {
        return architecture.has(Trait.FIVE_OF_SIX_WINDOWS);
    }

    private List<Rope> ropes() {
        int pairs = config.ropeDimensions() / 2;
        boolean adjacent = architecture.has(Trait.ADJACENT_ROPE);
        double[] frequencies = config.ropeScaling().frequencies(config.ropeBase(), pairs);
        float[] factors = frequencyFactors(pairs);
        for (int i = 0; factors != null && i < pairs; i++) {
            frequencies[i] /= factors[i];
        }
        Rope full = new Rope(frequencies, config.ropeScaling().magnitude(), adjacent);
        if (!ownWindowRope()) {
            return List.of(full);
        }
        RopeScaling none = new RopeScaling.None();
        return List.of(full, new Rope(none.frequencies(config.windowRopeBase(), pairs), 1, adjacent));
    }

    /** Divisors of the frequencies: Llama 3's list, or LongRoPE's for contexts beyond or within the original one. */
    private float @Nullable [] frequencyFactors(int pairs) {
        if (tensors.has("rope_freqs.weight")) {
            return tensors.vector("rope_freqs.weight", pairs);
        }
        if (config.ropeScaling() instanceof RopeScaling.LongRope) {
            boolean beyond = contextLength > config.originalContext();
            return tensors.vector(beyond ? "rope_factors_long.weight" : "rope_factors_short.weight", pairs);
        }
        return null;
    }

    private Linear linear(Trait biasRequired, String name, int columns, int rows) {
        return architecture.has(biasRequired)
                ? tensors.linearWithBias(name, columns, rows)
                : tensors.linear(name, columns, rows);
    }

    private Norm norm(String name) {
        return tensors.rmsNorm(name, config.width(), config.epsilon());
    }

    private static Linear rows(Linear linear, int first, int count) {
        float[] bias = linear.bias() == null ? null : Arrays.copyOfRange(linear.bias(), first, first + count);
        return new Linear(linear.weights().rows(first, count), bias);
    }
}
