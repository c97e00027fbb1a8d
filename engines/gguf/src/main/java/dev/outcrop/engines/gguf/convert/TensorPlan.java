package dev.outcrop.engines.gguf.convert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.outcrop.engines.gguf.file.GgufFileWriter;
import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.safetensors.Checkpoint;
import dev.outcrop.engines.gguf.safetensors.StoredTensor;

/** Decides which tensors the converted file has, and finds each in the checkpoint. Not thread-safe. */
final class TensorPlan {

    /** Tensors that some checkpoints hold and that can be computed. */
    private static final String FREQUENCIES = "rotary_emb.inv_freq";

    private final ModelConfig config;
    private final Checkpoint checkpoint;
    private final WeightFormat format;
    private final List<PlannedTensor> planned = new ArrayList<>();
    private final Set<String> unused;

    private TensorPlan(ModelConfig config, Checkpoint checkpoint, WeightFormat format) {
        this.config = config;
        this.checkpoint = checkpoint;
        this.format = format;
        this.unused = new HashSet<>(checkpoint.names());
    }

    /**
     * Plans the tensors of a model.
     *
     * @throws ConversionException when the checkpoint lacks one, has one of another shape or number format, or has one
     *     that the architecture does not have
     */
    static List<PlannedTensor> of(ModelConfig config, Checkpoint checkpoint, WeightFormat format) {
        TensorPlan plan = new TensorPlan(config, checkpoint, format);
        plan.planAll();
        plan.requireNothingLeft();
        return plan.planned;
    }

    private void planAll() {
        int width = config.width();
        matrix("token_embd.weight", "model.embed_tokens.weight", config.vocabulary(), width, RowOrder.UNCHANGED);
        vector("output_norm.weight", "model.norm.weight", width, RowOrder.UNCHANGED);
        if (config.tied()) {
            unused.remove("lm_head.weight");
        } else {
            matrix("output.weight", "lm_head.weight", config.vocabulary(), width, RowOrder.UNCHANGED);
        }
        if (config.ropeStretch() instanceof RopeStretch.Llama3 llama3) {
            int pairs = config.headWidth() / 2;
            List<Float> divisors = new ArrayList<>();
            for (float divisor : llama3.divisors(config.ropeBase(), pairs)) {
                divisors.add(divisor);
            }
            planned.add(new PlannedTensor.Computed(
                    new GgufFileWriter.Tensor("rope_freqs.weight", TensorType.F32, List.of((long) pairs)), divisors));
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            layer("blk." + layer + ".", "model.layers." + layer + ".");
        }
    }

    private void layer(String to, String from) {
        int width = config.width();
        int inner = config.feedForward();
        String attention = from + "self_attn.";
        RowOrder rope = config.architecture().interleavesRope()
                ? new RowOrder(config.headWidth())
                : RowOrder.UNCHANGED;
        vector(to + "attn_norm.weight", from + "input_layernorm.weight", width, RowOrder.UNCHANGED);
        boolean biases = config.projectionBiases();
        linear(to + "attn_q", attention + "q_proj", config.queryNumbers(), width, biases, rope);
        linear(to + "attn_k", attention + "k_proj", config.keyNumbers(), width, biases, rope);
        linear(to + "attn_v", attention + "v_proj", config.keyNumbers(), width, biases, RowOrder.UNCHANGED);
        linear(to + "attn_output", attention + "o_proj", width, config.queryNumbers(), config.outputBiases(),
                RowOrder.UNCHANGED);
        if (config.architecture().hasHeadNorms()) {
            vector(to + "attn_q_norm.weight", attention + "q_norm.weight", config.headWidth(), RowOrder.UNCHANGED);
            vector(to + "attn_k_norm.weight", attention + "k_norm.weight", config.headWidth(), RowOrder.UNCHANGED);
        }
        vector(to + "ffn_norm.weight", from + "post_attention_layernorm.weight", width, RowOrder.UNCHANGED);
        boolean innerBiases = config.feedForwardBiases();
        linear(to + "ffn_gate", from + "mlp.gate_proj", inner, width, innerBiases, RowOrder.UNCHANGED);
        linear(to + "ffn_up", from + "mlp.up_proj", inner, width, innerBiases, RowOrder.UNCHANGED);
        linear(to + "ffn_down", from + "mlp.down_proj", width, inner, innerBiases, RowOrder.UNCHANGED);
    }

    private void linear(String to, String from, int rows, int columns, boolean bias, RowOrder order) {
        matrix(to + ".weight", from + ".weight", rows, columns, order);
        if (bias) {
            vector(to + ".bias", from + ".bias", rows, order);
        }
    }

    private void matrix(String to, String from, int rows, int columns, RowOrder order) {
        StoredTensor source = take(from, List.of((long) rows, (long) columns));
        planned.add(new PlannedTensor.Taken(new GgufFileWriter.Tensor(
                to, format.typeOf(source.format(), columns), List.of((long) columns, (long) rows)), source, order));
    }

    private void vector(String to, String from, int length, RowOrder order) {
        StoredTensor source = take(from, List.of((long) length));
        planned.add(new PlannedTensor.Taken(
                new GgufFileWriter.Tensor(to, TensorType.F32, List.of((long) length)), source, order));
    }

    private StoredTensor take(String name, List<Long> shape) {
        StoredTensor tensor = checkpoint.tensor(name).orElseThrow(() -> new ConversionException(
                "The weights lack the tensor '%s'. Upload all .safetensors files of a whole %s model."
                        .formatted(name, config.architecture().className())));
        if (!tensor.hasShape(shape)) {
            throw new ConversionException("The tensor '%s' has the shape %s, but by config.json it should be %s."
                    .formatted(name, StoredTensor.describe(tensor.shape()), StoredTensor.describe(shape)));
        }
        if (!Numbers.supports(tensor.format())) {
            throw new ConversionException("The tensor '%s' has the dtype %s; F16, BF16 and F32 can be converted."
                    .formatted(name, tensor.format()));
        }
        unused.remove(name);
        return tensor;
    }

    /** A tensor that nothing reads would be a part of the model that is silently missing from the answers. */
    private void requireNothingLeft() {
        List<String> left = unused.stream().filter(name -> !name.endsWith(FREQUENCIES)).sorted().toList();
        if (!left.isEmpty()) {
            throw new ConversionException(
                    "The weights hold %d tensors that %s does not have, such as '%s'. Adapters must be merged first."
                            .formatted(left.size(), config.architecture().className(), left.getFirst()));
        }
    }
}
