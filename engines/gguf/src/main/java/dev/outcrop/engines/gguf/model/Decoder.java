package dev.outcrop.engines.gguf.model;

import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.cache.CacheShape;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.tensor.Kernels;
import dev.outcrop.engines.gguf.tensor.Matrix;
import dev.outcrop.engines.gguf.tensor.Workers;

/**
 * A decoder-only transformer: from token ids to the logits of the next token.
 *
 * <p>Each layer adds to a running vector per token: {@code x += Wo·attention(norm(x))}, {@code x += ffn(norm(x))}; the
 * logits are {@code output·norm(x)}. Tokens of several sequences are computed together and each gets, to the last bit,
 * what it would get alone. One thread at a time.
 */
public final class Decoder {

    private final DecoderConfig config;
    private final Matrix embedding;
    private final float embeddingScale;
    private final List<Rope> ropes;
    private final List<DecoderLayer> layers;
    private final Norm outputNorm;
    private final Linear output;
    private final Kernels kernels;
    private final Attention attention;

    private final Batch batch = new Batch();
    private final Rope.Angles[] angles;
    private final byte[] embeddingRow;
    private final Scratch hidden = new Scratch();
    private final Scratch normed = new Scratch();
    private final Scratch queries = new Scratch();
    private final Scratch keys = new Scratch();
    private final Scratch values = new Scratch();
    private final Scratch attended = new Scratch();
    private final Scratch added = new Scratch();
    private final Scratch logits = new Scratch();
    private final FeedForward.Space feedForwardSpace = new FeedForward.Space();

    Decoder(DecoderConfig config, Matrix embedding, float embeddingScale, List<Rope> ropes, List<DecoderLayer> layers,
            Norm outputNorm, Linear output, Kernels kernels, Workers workers) {
        this.config = config;
        this.embedding = embedding;
        this.embeddingScale = embeddingScale;
        this.ropes = List.copyOf(ropes);
        this.layers = List.copyOf(layers);
        this.outputNorm = outputNorm;
        this.output = output;
        this.kernels = kernels;
        this.attention = new Attention(config.heads(), workers);
        this.angles = new Rope.Angles[ropes.size()];
        Arrays.setAll(angles, i -> new Rope.Angles());
        this.embeddingRow = new byte[(int) embedding.rowBytes()];
    }

    /**
     * Tokens that the model's file says it can attend to.
     *
     * @throws dev.outcrop.engines.gguf.file.GgufException when the file is no decoder that is supported
     */
    public static int contextLengthOf(GgufFile file) {
        return DecoderConfig.of(file.metadata()).trainedContext();
    }

    /** The shape of the cache that a decoder of this file needs. */
    public static CacheShape cacheShapeOf(GgufFile file) {
        return DecoderConfig.of(file.metadata()).cacheShape();
    }

    /**
     * Reads a model.
     *
     * @param file must stay open as long as the decoder is used
     * @param contextLength tokens that a sequence may have; some models choose their rope by it
     * @throws dev.outcrop.engines.gguf.file.GgufException when the file is no decoder that is supported, or a key or
     *     tensor is missing or unusable
     */
    public static Decoder load(GgufFile file, int contextLength, Kernels kernels, Workers workers) {
        return new DecoderLoader(file, contextLength).load(kernels, workers);
    }

    /** Number of token ids. */
    public int vocabulary() {
        return embedding.rows();
    }

    public CacheShape cacheShape() {
        return config.cacheShape();
    }

    /**
     * Computes one step: keys and values of all tokens go to their caches, logits to where the slices want them.
     *
     * <p>When the step is abandoned (see {@link Workers#abandonWhen}) the caches are as before.
     *
     * @throws java.util.concurrent.CancellationException when the step was abandoned
     * @throws IllegalArgumentException when a token id is not below {@link #vocabulary()} or a cache is full
     */
    public void step(List<Slice> slices) {
        batch.fill(slices, vocabulary());
        int tokens = batch.tokens();
        float[] x = hidden.ofSize(tokens * config.width());
        embed(x);
        for (int i = 0; i < ropes.size(); i++) {
            angles[i].compute(ropes.get(i), batch.positions(), tokens);
        }
        for (int i = 0; i < layers.size(); i++) {
            DecoderLayer layer = layers.get(i);
            addAttention(layer, i, x, tokens);
            addFeedForward(layer, x, tokens);
        }
        writeLogits(slices, x);
        for (Slice slice : slices) {
            slice.cache().advance(slice.count());
        }
    }

    private void embed(float[] x) {
        int width = config.width();
        for (int token = 0; token < batch.tokens(); token++) {
            embedding.decodeRow(batch.id(token), embeddingRow, x, token * width);
        }
        if (embeddingScale != 1) {
            for (int i = 0; i < batch.tokens() * width; i++) {
                x[i] *= embeddingScale;
            }
        }
    }

    private void addAttention(DecoderLayer layer, int index, float[] x, int tokens) {
        Heads heads = config.heads();
        float[] in = normed.ofSize(tokens * config.width());
        layer.beforeAttention().apply(x, tokens, in);
        float[] q = queries.ofSize(tokens * heads.queryNumbers());
        float[] k = keys.ofSize(tokens * heads.keyNumbers());
        float[] v = values.ofSize(tokens * heads.valueNumbers());
        layer.query().apply(kernels, in, tokens, q);
        layer.key().apply(kernels, in, tokens, k);
        layer.value().apply(kernels, in, tokens, v);
        if (layer.queryNorm() != null) {
            layer.queryNorm().apply(q, tokens * heads.query(), q);
        }
        if (layer.keyNorm() != null) {
            layer.keyNorm().apply(k, tokens * heads.keyValue(), k);
        }
        Rope rope = ropes.get(layer.rope());
        rope.apply(angles[layer.rope()], q, tokens, heads.query(), heads.keyWidth());
        rope.apply(angles[layer.rope()], k, tokens, heads.keyValue(), heads.keyWidth());
        batch.store(index, k, heads.keyNumbers(), v, heads.valueNumbers());

        float[] mixed = attended.ofSize(tokens * heads.outputNumbers());
        attention.apply(batch, index, q, layer.window(), layer.sinks(), mixed);
        float[] sum = added.ofSize(tokens * config.width());
        layer.output().apply(kernels, mixed, tokens, sum);
        if (layer.afterAttention() != null) {
            layer.afterAttention().apply(sum, tokens, sum);
        }
        add(sum, x, tokens * config.width());
    }

    private void addFeedForward(DecoderLayer layer, float[] x, int tokens) {
        float[] in = normed.ofSize(tokens * config.width());
        layer.beforeFeedForward().apply(x, tokens, in);
        float[] sum = added.ofSize(tokens * config.width());
        layer.feedForward().apply(kernels, in, tokens, sum, feedForwardSpace);
        if (layer.afterFeedForward() != null) {
            layer.afterFeedForward().apply(sum, tokens, sum);
        }
        add(sum, x, tokens * config.width());
    }

    private static void add(float[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] += from[i];
        }
    }

    private void writeLogits(List<Slice> slices, float[] x) {
        int width = config.width();
        int wanted = slices.stream().mapToInt(Slice::wanted).sum();
        if (wanted == 0) {
            return;
        }
        float[] last = normed.ofSize(wanted * width);
        int end = 0;
        int row = 0;
        for (Slice slice : slices) {
            end += slice.count();
            System.arraycopy(x, (end - slice.wanted()) * width, last, row * width, slice.wanted() * width);
            row += slice.wanted();
        }
        outputNorm.apply(last, wanted, last);
        float[] all = logits.ofSize(wanted * vocabulary());
        output.apply(kernels, last, wanted, all);
        softCap(all, wanted * vocabulary());
        row = 0;
        for (Slice slice : slices) {
            if (slice.logits() != null) {
                System.arraycopy(all, row * vocabulary(), slice.logits(), 0, slice.wanted() * vocabulary());
            }
            row += slice.wanted();
        }
    }

    private void softCap(float[] all, int count) {
        float cap = config.logitCap();
        if (cap != 0) {
            for (int i = 0; i < count; i++) {
                all[i] = cap * (float) Math.tanh(all[i] / cap);
            }
        }
    }
}
