package dev.outcrop.engines.gguf.model;

import org.jspecify.annotations.Nullable;

/**
 * The weights and settings of one decoder layer.
 *
 * @param queryNorm norm over each query head, or null
 * @param keyNorm norm over each key head, or null
 * @param sinks one logit per head that joins the softmax, or null
 * @param afterAttention norm of what attention adds, or null
 * @param afterFeedForward norm of what the feed-forward network adds, or null
 * @param window positions that a token sees; 0 means all
 * @param rope index of the layer's rope among those of the decoder
 */
record DecoderLayer(
        Norm beforeAttention,
        Linear query,
        Linear key,
        Linear value,
        Linear output,
        @Nullable Norm queryNorm,
        @Nullable Norm keyNorm,
        float @Nullable [] sinks,
        @Nullable Norm afterAttention,
        Norm beforeFeedForward,
        FeedForward feedForward,
        @Nullable Norm afterFeedForward,
        int window,
        int rope) {}
