package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.cache.CacheShape;
import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.model.Architecture.Trait;

/**
 * The numbers of a decoder, as its metadata gives them.
 *
 * @param window positions that a windowed layer sees; 0 when the file has no window
 * @param logitCap soft cap of the logits; 0 is none
 * @param experts experts per layer; 0 for a dense network
 */
record DecoderConfig(
        Architecture architecture,
        int trainedContext,
        int width,
        int layers,
        Heads heads,
        int feedForward,
        float epsilon,
        int ropeDimensions,
        double ropeBase,
        double windowRopeBase,
        RopeScaling ropeScaling,
        int originalContext,
        int window,
        float logitCap,
        int experts,
        int expertsUsed,
        int expertFeedForward,
        int sharedFeedForward) {

    private static final int LARGEST_WIDTH = 1 << 20;
    private static final double DEFAULT_ROPE_BASE = 10_000;

    static DecoderConfig of(Metadata metadata) {
        Architecture architecture = Architecture.of(metadata);
        Keys keys = new Keys(metadata, architecture.id());
        int width = keys.positive("embedding_length", LARGEST_WIDTH);
        int layers = keys.positive("block_count", 1 << 16);
        int context = keys.positive("context_length", Integer.MAX_VALUE);
        Heads heads = heads(keys, architecture, width, layers);
        int feedForward = keys.layerWise("feed_forward_length", layers, 0, LARGEST_WIDTH);
        int experts = keys.between("expert_count", 0, 0, 1 << 16);
        int expertsUsed = experts == 0 ? 0 : keys.between("expert_used_count", -1, 1, experts);
        int ropeDimensions = keys.between("rope.dimension_count", heads.keyWidth(), 2, heads.keyWidth());
        if (ropeDimensions % 2 != 0) {
            throw new GgufException("The number of rope dimensions must be even but is %d.".formatted(ropeDimensions));
        }
        return new DecoderConfig(architecture, context, width, layers, heads, feedForward,
                (float) keys.number("attention.layer_norm_rms_epsilon", 0, 1),
                ropeDimensions,
                keys.number("rope.freq_base", DEFAULT_ROPE_BASE, 1, 1e30),
                keys.number("rope.freq_base_swa", DEFAULT_ROPE_BASE, 1, 1e30),
                RopeScaling.of(metadata, architecture.id(), context),
                RopeScaling.originalContext(metadata, architecture.id(), context),
                keys.between("attention.sliding_window", architecture == Architecture.GEMMA2 ? 4096 : 0, 0,
                        Integer.MAX_VALUE),
                architecture.has(Trait.SOFT_CAPS) ? (float) keys.number("final_logit_softcapping", 30, 0, 1e9) : 0,
                experts, expertsUsed,
                keys.between("expert_feed_forward_length", defaultExpertWidth(architecture, feedForward, expertsUsed),
                        0, LARGEST_WIDTH),
                keys.between("expert_shared_feed_forward_length", feedForward, 0, LARGEST_WIDTH));
    }

    private static Heads heads(Keys keys, Architecture architecture, int width, int layers) {
        int query = keys.layerWise("attention.head_count", layers, 1, 1 << 16);
        int keyValue = keys.has("attention.head_count_kv")
                ? keys.layerWise("attention.head_count_kv", layers, 1, 1 << 16)
                : query;
        if (query % keyValue != 0) {
            throw new GgufException("%d query heads cannot share %d key/value heads.".formatted(query, keyValue));
        }
        int quotient = width / query;
        int keyWidth = keys.between("attention.key_length", quotient, 1, LARGEST_WIDTH / query);
        int valueWidth = keys.between("attention.value_length", quotient, 1, LARGEST_WIDTH / query);
        float cap = architecture.has(Trait.SOFT_CAPS)
                ? (float) keys.number("attn_logit_softcapping", 50, 0, 1e9)
                : 0;
        int scoreWidth = architecture.scoreWidth(layers, width, query, keyWidth);
        return new Heads(query, keyValue, keyWidth, valueWidth, (float) (1 / Math.sqrt(scoreWidth)), cap);
    }

    private static int defaultExpertWidth(Architecture architecture, int feedForward, int expertsUsed) {
        return switch (architecture) {
            case QWEN2_MOE, QWEN3_MOE -> expertsUsed == 0 ? feedForward : feedForward / expertsUsed;
            case LLAMA, QWEN2, QWEN3, GEMMA, GEMMA2, GEMMA3, PHI3, GPT_OSS -> feedForward;
        };
    }

    /** What the decoder keeps per position. */
    CacheShape cacheShape() {
        return new CacheShape(layers, heads.keyNumbers(), heads.valueNumbers());
    }

    /** Positions that layer {@code layer} sees; 0 means all. */
    int windowOf(int layer) {
        return architecture.windowed(layer) ? window : 0;
    }
}
