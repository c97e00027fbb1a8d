package dev.outcrop.engines.gguf.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/**
 * The decoder architectures, each by how it differs from the plain pre-norm decoder with RMS norms, split-half rope and
 * a SiLU-gated feed-forward network.
 */
enum Architecture {
    LLAMA("llama", Trait.ADJACENT_ROPE, Trait.NORMALISED_EXPERTS), QWEN2("qwen2", Trait.QKV_BIAS), QWEN2_MOE("qwen2moe",
            Trait.QKV_BIAS, Trait.SHARED_EXPERT), QWEN3("qwen3", Trait.HEAD_NORMS), QWEN3_MOE("qwen3moe",
                    Trait.HEAD_NORMS, Trait.NORMALISED_EXPERTS), GEMMA("gemma", Trait.GELU,
                            Trait.SCALED_EMBEDDING), GEMMA2("gemma2", Trait.GELU, Trait.SCALED_EMBEDDING,
                                    Trait.POST_NORMS, Trait.EVEN_WINDOWS, Trait.SOFT_CAPS), GEMMA3("gemma3", Trait.GELU,
                                            Trait.SCALED_EMBEDDING, Trait.POST_NORMS, Trait.HEAD_NORMS,
                                            Trait.FIVE_OF_SIX_WINDOWS), PHI3("phi3", Trait.FUSED_PROJECTIONS), GPT_OSS(
                                                    "gpt-oss", Trait.QKV_BIAS, Trait.ALL_BIASES, Trait.SINKS,
                                                    Trait.EVEN_WINDOWS, Trait.CLAMPED_GATE,
                                                    Trait.SOFTMAX_OF_CHOSEN, Trait.POST_ATTENTION_NORM_IS_FFN_NORM);

    /** One difference. */
    enum Trait {
        /** Rope rotates pairs (2i, 2i+1) instead of (i, i+n/2). */
        ADJACENT_ROPE,
        /** Query, key and value projections must have biases. */
        QKV_BIAS,
        /** Attention output, router and experts must have biases too. */
        ALL_BIASES,
        /** RMS norm over each head of queries and keys before rope. */
        HEAD_NORMS,
        /** Norms after attention and after the feed-forward network, before adding. */
        POST_NORMS,
        /** The tensor called {@code post_attention_norm} is the norm before the feed-forward network. */
        POST_ATTENTION_NORM_IS_FFN_NORM,
        /** Embeddings are multiplied by the square root of the width. */
        SCALED_EMBEDDING,
        /** The gate's activation is GELU in its tanh form. */
        GELU,
        /** Gate and up are clamped, the activation is {@code gate·sigmoid(1.702·gate)·(up+1)}. */
        CLAMPED_GATE,
        /** {@code attn_qkv} holds q, k and v rows; {@code ffn_up} holds gate rows, then up rows. */
        FUSED_PROJECTIONS,
        /** Attention scores and logits are soft-capped. */
        SOFT_CAPS,
        /** A logit per head joins the softmax of the scores. */
        SINKS,
        /** Layers 0, 2, 4 … see a window. */
        EVEN_WINDOWS,
        /** Five layers see a window and have rope settings of their own, the sixth sees everything. */
        FIVE_OF_SIX_WINDOWS,
        /** Weights of the chosen experts are divided by their sum. */
        NORMALISED_EXPERTS,
        /** The softmax over router logits covers the chosen experts alone. */
        SOFTMAX_OF_CHOSEN,
        /** One more expert sees every token, times a sigmoid gate. */
        SHARED_EXPERT
    }

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // never changed; an EnumSet is the fitting type and has no immutable form
    private final Set<Trait> traits;

    Architecture(String id, Trait... traits) {
        this.id = id;
        this.traits = traits.length == 0 ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(Arrays.asList(traits));
    }

    /** The value of {@code general.architecture}, which also prefixes most keys. */
    String id() {
        return id;
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether layer {@code layer} sees a window of positions only, if the file gives one. */
    boolean windowed(int layer) {
        return has(Trait.EVEN_WINDOWS) ? layer % 2 == 0 : has(Trait.FIVE_OF_SIX_WINDOWS) && layer % 6 != 5;
    }

    /**
     * Head width that sets the score scale {@code 1/sqrt(width)}. The largest Gemma 2 and 3 (27B), recognised by their
     * number of layers, were trained with width / heads instead of the true head width.
     */
    int scoreWidth(int layers, int width, int heads, int headWidth) {
        boolean largestGemma = (this == GEMMA2 && layers == 46) || (this == GEMMA3 && layers == 62);
        return largestGemma ? width / heads : headWidth;
    }

    /**
     * The architecture of a file.
     *
     * @throws GgufException naming the architecture when it is none of these
     */
    static Architecture of(Metadata metadata) {
        String id = metadata.string("general.architecture");
        for (Architecture architecture : values()) {
            if (architecture.id.equals(id)) {
                return architecture;
            }
        }
        throw new GgufException("The architecture '%s' is not supported. Supported: %s%s.".formatted(id,
                Arrays.stream(values()).map(Architecture::id).collect(Collectors.joining(", ")),
                ", and bert for embeddings"));
    }
}
