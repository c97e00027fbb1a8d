package dev.outcrop.engines.gguf.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import dev.outcrop.engines.gguf.file.TensorType;

/**
 * Writes models with random weights and odd shapes, the same for the same seed.
 *
 * <p>Shapes are chosen to hurt: head widths that are no multiple of a vector, a single key/value head, vocabularies and
 * networks of odd size, optional keys left out, tied and separate outputs, every rope scaling.
 */
public final class RandomModel {

    private final Random random;
    private final String architecture;
    private final GgufWriter writer = new GgufWriter();

    private final TensorType type;
    private final int width;
    private final int layers;
    private final int heads;
    private final int kvHeads;
    private final int keyWidth;
    private final int valueWidth;
    private final int inner;
    private final int vocabulary;

    private RandomModel(String architecture, long seed) {
        this.architecture = architecture;
        this.random = new Random(seed);
        this.kvHeads = 1 + random.nextInt(3);
        this.heads = kvHeads * (1 + random.nextInt(3));
        this.type = pick(TensorType.F32, TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.Q8_0);
        boolean ownHeadWidth = random.nextBoolean();
        int quotient = 2 * (1 + random.nextInt(12));
        this.width = type == TensorType.Q8_0 ? 32 * heads : heads * quotient + (ownHeadWidth ? 1 : 0);
        this.keyWidth = type == TensorType.Q8_0 ? 32 : ownHeadWidth ? 2 * (1 + random.nextInt(20)) : quotient;
        this.valueWidth = type != TensorType.Q8_0 && ownHeadWidth ? 1 + random.nextInt(30) : keyWidth;
        this.layers = architecture.equals("gemma3") ? 7 : 1 + random.nextInt(3);
        this.inner = type == TensorType.Q8_0 ? 32 * (1 + random.nextInt(3)) : 1 + random.nextInt(60);
        this.vocabulary = 17 + random.nextInt(60);
        boolean explicit = keyWidth != width / heads || valueWidth != width / heads;
        key("context_length", 256);
        key("embedding_length", width);
        key("block_count", layers);
        key("attention.head_count", heads);
        key("feed_forward_length", inner);
        key("attention.layer_norm_rms_epsilon", pick(1e-6f, 1e-5f, 1e-2f));
        if (kvHeads != heads || random.nextBoolean()) {
            key("attention.head_count_kv", kvHeads);
        }
        if (explicit || random.nextBoolean()) {
            key("attention.key_length", keyWidth);
            key("attention.value_length", valueWidth);
        }
    }

    /** A writer that holds a whole model of {@code architecture}, with 17 or more tokens and a context of 256. */
    public static GgufWriter of(String architecture, long seed) {
        RandomModel model = new RandomModel(architecture, seed);
        model.writer.put("general.architecture", architecture);
        model.ropes();
        model.extras();
        model.weights();
        return model.writer;
    }

    private void key(String name, Object value) {
        writer.put(architecture + "." + name, value);
    }

    private void ropes() {
        int dimensions = keyWidth;
        if (random.nextInt(3) == 0) {
            dimensions = Math.max(2, keyWidth / 4 * 2);
            key("rope.dimension_count", dimensions);
        }
        if (random.nextBoolean()) {
            key("rope.freq_base", pick(10_000f, 500_000f, 777f));
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                key("rope.scaling.type", "linear");
                key("rope.scaling.factor", 3f);
            }
            case 1 -> {
                key("rope.scaling.type", "yarn");
                key("rope.scaling.factor", 4f);
                key("rope.scaling.original_context_length", 64);
            }
            case 2 -> {
                key("rope.scaling.type", "longrope");
                key("rope.scaling.original_context_length", pick(128, 256));
                key("rope.scaling.attn_factor", 1.2f);
                plain("rope_factors_short.weight", 1.5, 0.4, dimensions / 2);
                plain("rope_factors_long.weight", 5, 2, dimensions / 2);
            }
            case 3 -> plain("rope_freqs.weight", 3, 1, dimensions / 2);
            default -> {}
        }
    }

    private void extras() {
        if (architecture.equals("gemma2") || architecture.equals("gemma3") || architecture.equals("gpt-oss")) {
            key("attention.sliding_window", 1 + random.nextInt(12));
        }
        if (architecture.equals("gemma2")) {
            key("attn_logit_softcapping", 3f);
            key("final_logit_softcapping", 5f);
        }
        if (architecture.equals("gemma3") && random.nextBoolean()) {
            key("rope.freq_base_swa", 500f);
        }
        if (experts() > 0) {
            key("expert_count", experts());
            key("expert_used_count", 2);
            key("expert_feed_forward_length", inner);
            key("expert_shared_feed_forward_length", inner);
        }
    }

    private int experts() {
        return switch (architecture) {
            case "qwen3moe", "qwen2moe", "gpt-oss" -> 5;
            case "llama" -> inner % 2 == 0 ? 4 : 0;
            default -> 0;
        };
    }

    private void weights() {
        matrix("token_embd.weight", width, vocabulary);
        norm("output_norm.weight", width);
        if (random.nextBoolean()) {
            matrix("output.weight", width, vocabulary);
        }
        for (int i = 0; i < layers; i++) {
            layer("blk." + i + ".");
        }
    }

    private void layer(String prefix) {
        boolean all = architecture.equals("gpt-oss");
        boolean biases = all || architecture.equals("qwen2") || architecture.equals("qwen2moe");
        norm(prefix + "attn_norm.weight", width);
        if (architecture.equals("phi3")) {
            matrix(prefix + "attn_qkv.weight", width, (heads + kvHeads) * keyWidth + kvHeads * valueWidth);
        } else {
            linear(prefix + "attn_q", width, heads * keyWidth, biases);
            linear(prefix + "attn_k", width, kvHeads * keyWidth, biases);
            linear(prefix + "attn_v", width, kvHeads * valueWidth, biases);
        }
        linear(prefix + "attn_output", heads * valueWidth, width, all);
        if (architecture.startsWith("qwen3") || architecture.equals("gemma3")) {
            norm(prefix + "attn_q_norm.weight", keyWidth);
            norm(prefix + "attn_k_norm.weight", keyWidth);
        }
        if (all) {
            plain(prefix + "attn_sinks.weight", 0, 1, heads);
            norm(prefix + "post_attention_norm.weight", width);
        } else {
            norm(prefix + "ffn_norm.weight", width);
        }
        if (architecture.equals("gemma2") || architecture.equals("gemma3")) {
            norm(prefix + "post_attention_norm.weight", width);
            norm(prefix + "post_ffw_norm.weight", width);
        }
        feedForward(prefix, all);
    }

    private void feedForward(String prefix, boolean biases) {
        int experts = experts();
        if (architecture.equals("phi3")) {
            matrix(prefix + "ffn_up.weight", width, 2 * inner);
            matrix(prefix + "ffn_down.weight", inner, width);
        } else if (experts == 0) {
            matrix(prefix + "ffn_gate.weight", width, inner);
            matrix(prefix + "ffn_up.weight", width, inner);
            matrix(prefix + "ffn_down.weight", inner, width);
        } else {
            linear(prefix + "ffn_gate_inp", width, experts, biases);
            linear(prefix + "ffn_gate_exps", width, inner, experts, biases);
            linear(prefix + "ffn_up_exps", width, inner, experts, biases);
            linear(prefix + "ffn_down_exps", inner, width, experts, biases);
        }
        if (architecture.equals("qwen2moe")) {
            matrix(prefix + "ffn_gate_shexp.weight", width, inner);
            matrix(prefix + "ffn_up_shexp.weight", width, inner);
            matrix(prefix + "ffn_down_shexp.weight", inner, width);
            plain(prefix + "ffn_gate_inp_shexp.weight", 0, 0.3, width);
        }
    }

    private void linear(String name, int columns, int rows, boolean bias) {
        matrix(name + ".weight", columns, rows);
        if (bias) {
            plain(name + ".bias", 0, 0.5, rows);
        }
    }

    private void linear(String name, int columns, int rows, int count, boolean bias) {
        writer.tensor(name + ".weight", type, encode(columns, rows * count), columns, rows, count);
        if (bias) {
            plain(name + ".bias", 0, 0.5, rows, count);
        }
    }

    private void matrix(String name, int columns, int rows) {
        writer.tensor(name, type, encode(columns, rows), columns, rows);
    }

    private void norm(String name, int length) {
        plain(name, 1, 0.2, length);
    }

    private void plain(String name, double mean, double deviation, int... dimensions) {
        int count = 1;
        long[] shape = new long[dimensions.length];
        for (int i = 0; i < dimensions.length; i++) {
            count *= dimensions[i];
            shape[i] = dimensions[i];
        }
        ByteBuffer buffer = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putFloat((float) (mean + deviation * random.nextGaussian()));
        }
        writer.tensor(name, TensorType.F32, buffer.array(), shape);
    }

    private byte[] encode(int columns, int rows) {
        ByteBuffer buffer = ByteBuffer.allocate((int) type.rowBytes(columns) * rows).order(ByteOrder.LITTLE_ENDIAN);
        double deviation = 1.3 / Math.sqrt(columns);
        for (int i = 0; i < columns * rows; i++) {
            float value = (float) (deviation * random.nextGaussian());
            switch (type) {
                case F32 -> buffer.putFloat(value);
                case F16 -> buffer.putShort(Float.floatToFloat16(value));
                case BF16 -> buffer.putShort((short) (Float.floatToIntBits(value) >> 16));
                default -> {
                    if (i % 32 == 0) {
                        buffer.putShort(Float.floatToFloat16((float) (deviation / 50)));
                    }
                    buffer.put((byte) Math.clamp(Math.round(50 * value / deviation), -128, 127));
                }
            }
        }
        return buffer.array();
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}
