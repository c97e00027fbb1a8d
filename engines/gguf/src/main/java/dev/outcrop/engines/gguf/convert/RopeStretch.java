package dev.outcrop.engines.gguf.convert;

import java.util.Optional;

import dev.outcrop.engines.gguf.file.MetadataWriter;

/** How the rope frequencies of a model are stretched ({@code rope_scaling} in config.json). */
sealed interface RopeStretch {

    /** Not at all. */
    record None() implements RopeStretch {}

    /** All frequencies divided by {@code factor}. */
    record Linear(double factor) implements RopeStretch {}

    /** YaRN with the usual boundaries of 32 turns and 1. */
    record Yarn(double factor, int originalContext) implements RopeStretch {}

    /**
     * Llama 3's: long waves are divided by {@code factor}, short ones stay, those between are blended.
     *
     * <p>The service puts its own numbers in place of the model's ("Import a customized model", supported architectures),
     * so that imported models answer here as they do there.
     */
    record Llama3(double factor, double lowFactor, double highFactor, int originalContext) implements RopeStretch {

        /** What the service uses for every model. */
        static final Llama3 OF_THE_SERVICE = new Llama3(8, 1, 4, 8192);

        /** Divisors of the frequencies of the {@code pairs} pairs. */
        float[] divisors(double base, int pairs) {
            float[] divisors = new float[pairs];
            double longest = originalContext / lowFactor;
            double shortest = originalContext / highFactor;
            for (int i = 0; i < pairs; i++) {
                double wave = 2 * Math.PI * Math.pow(base, (double) i / pairs);
                if (wave < shortest) {
                    divisors[i] = 1;
                } else if (wave > longest) {
                    divisors[i] = (float) factor;
                } else {
                    double kept = (originalContext / wave - lowFactor) / (highFactor - lowFactor);
                    divisors[i] = (float) (1 / ((1 - kept) / factor + kept));
                }
            }
            return divisors;
        }
    }

    /**
     * Reads {@code rope_scaling}, or {@code rope_parameters} as newer files call it.
     *
     * @throws ConversionException when the kind is not supported
     */
    static RopeStretch of(JsonFile config) {
        Optional<JsonFile> scaling = config.object("rope_scaling").or(() -> config.object("rope_parameters"));
        if (scaling.isEmpty()) {
            return new None();
        }
        JsonFile values = scaling.get();
        String kind = values.text("rope_type").or(() -> values.text("type")).orElse("default");
        return switch (kind) {
            case "default", "none" -> new None();
            case "linear" -> new Linear(factor(values));
            case "yarn" -> yarn(config, values);
            case "llama3" -> Llama3.OF_THE_SERVICE;
            default -> throw new ConversionException(
                    "The rope scaling '%s' is not supported; default, linear, yarn and llama3 are."
                            .formatted(kind.substring(0, Math.min(kind.length(), 40))));
        };
    }

    private static Yarn yarn(JsonFile config, JsonFile values) {
        for (String own : new String[]{"attention_factor", "mscale", "mscale_all_dim"}) {
            if (values.has(own)) {
                throw new ConversionException("The rope scaling gives '%s', which is not supported.".formatted(own));
            }
        }
        if (values.number("beta_fast", 0, 1e9).orElse(32) != 32 || values.number("beta_slow", 0, 1e9).orElse(1) != 1) {
            throw new ConversionException("The rope scaling has a beta_fast other than 32 or a beta_slow other than 1,"
                    + " which is not supported.");
        }
        int original = values.integer("original_max_position_embeddings", 1, Integer.MAX_VALUE)
                .orElseGet(() -> config.required("max_position_embeddings", 1, Integer.MAX_VALUE));
        return new Yarn(factor(values), original);
    }

    private static double factor(JsonFile values) {
        return values.number("factor", 1, 1e6).orElseThrow(() -> new ConversionException(
                "The rope scaling in %s gives no factor.".formatted(values.name())));
    }

    /** Adds what the converted file says of this; Llama 3's is a tensor instead. */
    default void describe(String architecture, MetadataWriter metadata) {
        String prefix = architecture + ".rope.scaling.";
        switch (this) {
            case None _,Llama3 _ -> {}
            case Linear(double factor) -> metadata.text(prefix + "type", "linear")
                    .number(prefix + "factor", (float) factor);
            case Yarn(double factor, int originalContext) -> metadata.text(prefix + "type", "yarn")
                    .number(prefix + "factor", (float) factor)
                    .integer(prefix + "original_context_length", originalContext);
        }
    }
}
