package dev.outcrop.engines.gguf.model;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.engines.gguf.cache.CachePool;
import dev.outcrop.engines.gguf.cache.CacheShape;
import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.tensor.Kernels;
import dev.outcrop.engines.gguf.tensor.Matrix;
import dev.outcrop.engines.gguf.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A BERT encoder: from token ids to one vector per token, each seeing the whole text.
 *
 * <p>The input is token + first type + position, normalised. Each layer is {@code x = norm(x + Wo·attention(x))}, then
 * {@code x = norm(x + ffn(x))}, with layer norms and biases throughout. One thread at a time.
 */
public final class Encoder {

    private record Layer(
            Linear query, Linear key, Linear value, Linear output, Norm afterAttention, FeedForward feedForward,
            Norm afterFeedForward) {}

    private final EncoderConfig config;
    private final Matrix tokens;
    private final Matrix positions;
    private final float @Nullable [] type;
    private final Norm inputNorm;
    private final List<Layer> layers = new ArrayList<>();
    private final Kernels kernels;
    private final Attention attention;

    /** Keys and values of one layer; every layer overwrites those of the one before. */
    private final CachePool pool;

    private final Batch batch = new Batch();
    private final FeedForward.Space feedForwardSpace = new FeedForward.Space();
    private final byte[] row;

    private Encoder(GgufFile file, Kernels kernels, Workers workers) {
        config = EncoderConfig.of(file.metadata());
        this.kernels = kernels;
        int width = config.width();
        Tensors tensors = new Tensors(file);
        int vocabulary = file.metadata().has("tokenizer.ggml.tokens")
                ? file.metadata().arrayLength("tokenizer.ggml.tokens")
                : tensors.rowsOf("token_embd.weight", width);
        tokens = tensors.matrix("token_embd.weight", width, vocabulary);
        positions = tensors.matrix("position_embd.weight", width, config.contextLength());
        type = firstType(tensors, width);
        inputNorm = tensors.layerNorm("token_embd_norm", width, config.epsilon());
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(tensors, "blk." + i + "."));
        }
        attention = new Attention(config.heads(), workers);
        pool = new CachePool(new CacheShape(1, width, width), CacheShape.pages(config.contextLength()));
        row = new byte[(int) Math.max(tokens.rowBytes(), positions.rowBytes())];
    }

    /**
     * Reads a model.
     *
     * @param file must stay open as long as the encoder is used
     * @throws dev.outcrop.engines.gguf.file.GgufException when the file is no encoder that is supported, or a key or
     *     tensor is missing or unusable
     */
    public static Encoder load(GgufFile file, Kernels kernels, Workers workers) {
        return new Encoder(file, kernels, workers);
    }

    private static float @Nullable [] firstType(Tensors tensors, int width) {
        if (!tensors.has("token_types.weight")) {
            return null;
        }
        int types = tensors.rowsOf("token_types.weight", width);
        return tensors.matrix("token_types.weight", width, types).rows(0, 1).decode();
    }

    private Layer layer(Tensors tensors, String prefix) {
        int width = config.width();
        return new Layer(
                tensors.linearWithBias(prefix + "attn_q", width, width),
                tensors.linearWithBias(prefix + "attn_k", width, width),
                tensors.linearWithBias(prefix + "attn_v", width, width),
                tensors.linearWithBias(prefix + "attn_output", width, width),
                tensors.layerNorm(prefix + "attn_output_norm", width, config.epsilon()),
                new FeedForward.Dense(null,
                        tensors.linearWithBias(prefix + "ffn_up", width, config.feedForward()),
                        tensors.linearWithBias(prefix + "ffn_down", config.feedForward(), width),
                        Activation.GELU),
                tensors.layerNorm(prefix + "layer_output_norm", width, config.epsilon()));
    }

    /** Tokens that a text may have, special ones included. */
    public int contextLength() {
        return config.contextLength();
    }

    /** Numbers per vector. */
    public int width() {
        return config.width();
    }

    /**
     * The vectors of all tokens, {@code [tokens, width]}.
     *
     * @throws IllegalArgumentException when a token id is unknown or the text is empty or longer than {@link #contextLength()}
     */
    public float[] encode(int[] text) {
        if (text.length == 0 || text.length > contextLength()) {
            throw new IllegalArgumentException(text.length + " tokens, but between 1 and " + contextLength() + " fit");
        }
        try (SequenceCache cache = pool.open(text.length).orElseThrow()) {
            batch.fill(cache, text, tokens.rows());
            float[] x = embed(text);
            for (Layer layer : layers) {
                addAttention(layer, x, text.length);
                addFeedForward(layer, x, text.length);
            }
            return x;
        }
    }

    /** One vector for the whole text, of {@link #width()} numbers, not normalised. */
    public float[] embedding(int[] text) {
        return config.pooling().apply(encode(text), text.length, width());
    }

    private float[] embed(int[] text) {
        int width = config.width();
        float[] x = new float[text.length * width];
        float[] position = new float[width];
        for (int i = 0; i < text.length; i++) {
            tokens.decodeRow(text[i], row, x, i * width);
            positions.decodeRow(i, row, position, 0);
            for (int j = 0; j < width; j++) {
                x[i * width + j] += (type == null ? 0 : type[j]) + position[j];
            }
        }
        inputNorm.apply(x, text.length, x);
        return x;
    }

    private void addAttention(Layer layer, float[] x, int count) {
        int width = config.width();
        float[] queries = new float[count * width];
        float[] keys = new float[count * width];
        float[] values = new float[count * width];
        layer.query.apply(kernels, x, count, queries);
        layer.key.apply(kernels, x, count, keys);
        layer.value.apply(kernels, x, count, values);
        batch.store(0, keys, width, values, width);
        float[] mixed = new float[count * width];
        attention.apply(batch, 0, queries, 0, null, mixed);
        float[] sum = queries;
        layer.output.apply(kernels, mixed, count, sum);
        addAndNormalise(sum, x, count, layer.afterAttention);
    }

    private void addFeedForward(Layer layer, float[] x, int count) {
        float[] sum = new float[count * config.width()];
        layer.feedForward.apply(kernels, x, count, sum, feedForwardSpace);
        addAndNormalise(sum, x, count, layer.afterFeedForward);
    }

    private static void addAndNormalise(float[] from, float[] to, int count, Norm norm) {
        for (int i = 0; i < count * norm.weights().length; i++) {
            to[i] += from[i];
        }
        norm.apply(to, count, to);
    }
}
