package dev.outcrop.engines.gguf.convert;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The architectures that can be converted, by the class names that config.json gives them. */
enum SourceArchitecture {
    LLAMA("LlamaForCausalLM", "llama"), MISTRAL("MistralForCausalLM", "llama"), QWEN2("Qwen2ForCausalLM",
            "qwen2"), QWEN3(
                    "Qwen3ForCausalLM", "qwen3");

    private final String className;
    private final String ggufName;

    SourceArchitecture(String className, String ggufName) {
        this.className = className;
        this.ggufName = ggufName;
    }

    String className() {
        return className;
    }

    /** The architecture of the converted file, which also prefixes most of its keys. */
    String ggufName() {
        return ggufName;
    }

    /** Whether rope rotates neighbouring pairs in the converted file, so that rows of q and k change places. */
    boolean interleavesRope() {
        return switch (this) {
            case LLAMA, MISTRAL -> true;
            case QWEN2, QWEN3 -> false;
        };
    }

    /** Whether q, k and v have biases whatever the configuration says. */
    boolean hasProjectionBiases() {
        return this == QWEN2;
    }

    /** Whether each head of q and k is normed. */
    boolean hasHeadNorms() {
        return this == QWEN3;
    }

    /** @throws ConversionException naming what is supported, when the class is none of these */
    static SourceArchitecture named(String className) {
        for (SourceArchitecture architecture : values()) {
            if (architecture.className.equals(className)) {
                return architecture;
            }
        }
        throw new ConversionException("The architecture %s is not supported. Supported architectures: %s."
                .formatted(className.substring(0, Math.min(className.length(), 100)),
                        Arrays.stream(values()).map(SourceArchitecture::className).collect(Collectors.joining(", "))));
    }
}
