package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/** How a model's rope frequencies are stretched beyond the context it was trained with. */
sealed interface RopeScaling {

    /** Frequencies for {@code pairs} pairs with base {@code base}. */
    double[] frequencies(double base, int pairs);

    /** Factor of cosine and sine. */
    double magnitude();

    record None() implements RopeScaling {
        @Override
        public double[] frequencies(double base, int pairs) {
            double[] frequencies = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                frequencies[i] = Math.pow(base, -(double) i / pairs);
            }
            return frequencies;
        }

        @Override
        public double magnitude() {
            return 1;
        }
    }

    /** All frequencies divided by {@code factor}. */
    record Linear(double factor) implements RopeScaling {
        @Override
        public double[] frequencies(double base, int pairs) {
            double[] frequencies = new None().frequencies(base, pairs);
            for (int i = 0; i < pairs; i++) {
                frequencies[i] /= factor;
            }
            return frequencies;
        }

        @Override
        public double magnitude() {
            return 1;
        }
    }

    /**
     * YaRN (Peng et al., 2023): pairs that turn often keep their frequency, those that turn less than once within the
     * original context are interpolated, those between are blended.
     */
    record Yarn(double factor, double originalContext, double attentionFactor) implements RopeScaling {
        private static final double FAST_TURNS = 32;
        private static final double SLOW_TURNS = 1;

        @Override
        public double[] frequencies(double base, int pairs) {
            double[] frequencies = new None().frequencies(base, pairs);
            int dimensions = 2 * pairs;
            double low = Math.max(0, Math.floor(pairWithTurns(FAST_TURNS, base, dimensions)));
            double high = Math.min(dimensions - 1, Math.ceil(pairWithTurns(SLOW_TURNS, base, dimensions)));
            for (int i = 0; i < pairs; i++) {
                double interpolated = Math.clamp((i - low) / Math.max(0.001, high - low), 0, 1);
                frequencies[i] = frequencies[i] * (1 - interpolated) + frequencies[i] / factor * interpolated;
            }
            return frequencies;
        }

        private double pairWithTurns(double turns, double base, int dimensions) {
            return dimensions * Math.log(originalContext / (turns * 2 * Math.PI)) / (2 * Math.log(base));
        }

        @Override
        public double magnitude() {
            return attentionFactor * (1 + 0.1 * Math.log(factor));
        }
    }

    /** LongRoPE: the factors that divide the frequencies are a tensor of the file; here is only the magnitude. */
    record LongRope(double attentionFactor) implements RopeScaling {
        @Override
        public double[] frequencies(double base, int pairs) {
            return new None().frequencies(base, pairs);
        }

        @Override
        public double magnitude() {
            return attentionFactor;
        }
    }

    /** Reads the keys {@code <architecture>.rope.scaling.*}; without a type, a factor means linear scaling. */
    static RopeScaling of(Metadata metadata, String architecture, int trainedContext) {
        String prefix = architecture + ".rope.scaling.";
        double factor = metadata.number(prefix + "factor", 1);
        double attentionFactor = metadata.number(prefix + "attn_factor", 1);
        if (factor == 0) {
            factor = 1; // written by converters for "no scaling"
        }
        if (!(factor > 0) || !Double.isFinite(factor) || !Double.isFinite(attentionFactor)) {
            throw new GgufException("The rope scaling of the model is no usable number: factor %s, attention factor %s."
                    .formatted(factor, attentionFactor));
        }
        String type = metadata.string(prefix + "type", "linear");
        return switch (type) {
            case "none" -> new None();
            case "linear" -> factor == 1 ? new None() : new Linear(factor);
            case "yarn" -> new Yarn(factor, originalContext(metadata, architecture, trainedContext), attentionFactor);
            case "longrope" -> new LongRope(attentionFactor);
            default -> throw new GgufException("The key '%stype' has the unknown value '%s'.".formatted(prefix, type));
        };
    }

    /** Tokens that the model was trained with before its context was stretched. */
    static int originalContext(Metadata metadata, String architecture, int trainedContext) {
        String key = architecture + ".rope.scaling.original_context_length";
        int original = metadata.integer(key, trainedContext);
        if (original < 1) {
            throw new GgufException("The value of the key '%s' should be positive but is %d.".formatted(key, original));
        }
        return original;
    }
}
