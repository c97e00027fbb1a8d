package dev.outcrop.engines.gguf.convert;

import java.util.List;
import java.util.Set;

import dev.outcrop.engines.gguf.file.MetadataWriter;
import tools.jackson.databind.JsonNode;

/**
 * The numbers of a model, as config.json gives them.
 *
 * @param context the most positions for which the converted model computes what the original does
 * @param headWidth numbers per head
 * @param projectionBiases whether q, k and v have biases
 * @param outputBiases whether the attention's output has a bias
 * @param feedForwardBiases whether the feed-forward network has biases
 * @param tied whether the output matrix is the embedding
 */
record ModelConfig(
        SourceArchitecture architecture,
        int vocabulary,
        int context,
        int width,
        int layers,
        int heads,
        int keyValueHeads,
        int headWidth,
        int feedForward,
        float epsilon,
        double ropeBase,
        RopeStretch ropeStretch,
        boolean projectionBiases,
        boolean outputBiases,
        boolean feedForwardBiases,
        boolean tied,
        List<Integer> endTokens) {

    private static final int LARGEST_WIDTH = 1 << 18;
    private static final int MISTRAL_WINDOW = 4096;
    private static final int QWEN3_HEAD_WIDTH = 128;
    private static final int MOST_LAYERS = 1_000;
    private static final int MOST_TOKENS = 1_000_000;
    private static final Set<String> ACTIVATIONS = Set.of("silu", "swish");

    /** @throws ConversionException when it describes what cannot be converted */
    static ModelConfig of(JsonFile config) {
        SourceArchitecture architecture = SourceArchitecture.named(className(config));
        if (config.has("quantization_config")) {
            throw new ConversionException("The weights are quantised already (quantization_config in config.json)."
                    + " Save the model in float16 or bfloat16, or supply a GGUF file.");
        }
        String activation = config.text("hidden_act").orElse("silu");
        if (!ACTIVATIONS.contains(activation)) {
            throw new ConversionException("The activation '%s' (hidden_act in config.json) is not supported; silu is."
                    .formatted(activation));
        }
        int width = config.required("hidden_size", 1, LARGEST_WIDTH);
        int heads = config.required("num_attention_heads", 1, width);
        int keyValueHeads = config.integer("num_key_value_heads", 1, heads).orElse(heads);
        int headWidth = config.integer("head_dim", 2, LARGEST_WIDTH / heads)
                .orElse(architecture == SourceArchitecture.QWEN3 ? QWEN3_HEAD_WIDTH : width / heads);
        if (heads % keyValueHeads != 0 || headWidth % 2 != 0) {
            throw new ConversionException(
                    "config.json gives %d heads of %d numbers over %d key/value heads, which do not go together."
                            .formatted(heads, headWidth, keyValueHeads));
        }
        boolean attentionBias = config.flag("attention_bias").orElse(false);
        return new ModelConfig(
                architecture,
                config.required("vocab_size", 1, MOST_TOKENS),
                context(config, architecture),
                width,
                config.required("num_hidden_layers", 1, MOST_LAYERS),
                heads,
                keyValueHeads,
                headWidth,
                config.required("intermediate_size", 1, LARGEST_WIDTH * 4),
                (float) config.number("rms_norm_eps", 0, 1).orElse(1e-6),
                ropeBase(config),
                RopeStretch.of(config),
                attentionBias || architecture.hasProjectionBiases(),
                attentionBias,
                config.flag("mlp_bias").orElse(false),
                config.flag("tie_word_embeddings").orElse(false),
                config.integers("eos_token_id"));
    }

    private static String className(JsonFile config) {
        JsonNode names = config.root().path("architectures");
        if (!names.isArray() || names.size() != 1 || !names.path(0).isString()) {
            throw new ConversionException("config.json does not name one architecture in 'architectures'.");
        }
        return names.path(0).stringValue();
    }

    private static double ropeBase(JsonFile config) {
        return config.object("rope_parameters").map(values -> values.number("rope_theta", 1, 1e12))
                .filter(base -> base.isPresent())
                .orElseGet(() -> config.number("rope_theta", 1, 1e12))
                .orElse(10_000);
    }

    /**
     * Positions for which every layer sees everything. The converted file has no windows, so a context ends where the
     * first window does: up to there the answers are the original's.
     */
    private static int context(JsonFile config, SourceArchitecture architecture) {
        int positions = config.required("max_position_embeddings", 1, Integer.MAX_VALUE);
        boolean windows = switch (architecture) {
            case LLAMA -> false;
            case MISTRAL -> true;
            case QWEN2, QWEN3 -> config.flag("use_sliding_window").orElse(false);
        };
        if (!windows) {
            return positions;
        }
        // Mistral's models have this window unless they say otherwise; null says that they have none.
        int unsaid = architecture == SourceArchitecture.MISTRAL && !config.root().has("sliding_window")
                ? MISTRAL_WINDOW
                : positions;
        return Math.min(positions, config.integer("sliding_window", 1, Integer.MAX_VALUE).orElse(unsaid));
    }

    /** Numbers of all heads of q. */
    int queryNumbers() {
        return heads * headWidth;
    }

    /** Numbers of all heads of k, and of v. */
    int keyNumbers() {
        return keyValueHeads * headWidth;
    }

    /** Adds what the converted file says of these. */
    void describe(MetadataWriter metadata) {
        String name = architecture.ggufName();
        metadata.text("general.architecture", name)
                .integer(name + ".vocab_size", vocabulary)
                .integer(name + ".context_length", context)
                .integer(name + ".embedding_length", width)
                .integer(name + ".block_count", layers)
                .integer(name + ".feed_forward_length", feedForward)
                .integer(name + ".attention.head_count", heads)
                .integer(name + ".attention.head_count_kv", keyValueHeads)
                .integer(name + ".attention.key_length", headWidth)
                .integer(name + ".attention.value_length", headWidth)
                .number(name + ".attention.layer_norm_rms_epsilon", epsilon)
                .integer(name + ".rope.dimension_count", headWidth)
                .number(name + ".rope.freq_base", (float) ropeBase);
        ropeStretch.describe(name, metadata);
    }
}
