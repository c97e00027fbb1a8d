package dev.outcrop.cli.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.engines.onnx.SentenceOptions;
import dev.outcrop.engines.onnx.SentenceOptions.Pooling;
import dev.outcrop.inference.EmbeddingPurpose;
import tools.jackson.databind.JsonNode;

/** Reads what a rule says about how texts to embed are read: {@code pooling}, {@code context-length}, {@code prefixes}. */
final class SentenceReader {

    /** Every key of a rule with {@code engine: onnx}. */
    static final List<String> KEYS = List.of("match", "engine", "path", "context-length", "pooling", "prefixes");

    private static final List<String> PURPOSES = Arrays.stream(EmbeddingPurpose.values())
            .map(purpose -> purpose.name().toLowerCase(Locale.ROOT)).toList();

    private final JsonNode rule;
    private final String where;

    SentenceReader(JsonNode rule, String where) {
        this.rule = rule;
        this.where = where;
    }

    /** @param window tokens read at once, 0 for the model's own */
    SentenceOptions read(int window) {
        return new SentenceOptions(pooling(), window, prefixes());
    }

    private Pooling pooling() {
        return switch (rule.path("pooling").asString("mean")) {
            case "mean" -> Pooling.MEAN;
            case "cls" -> Pooling.CLS;
            default -> throw new ConfigException(where + ": `pooling` is `mean` or `cls`.");
        };
    }

    private Map<EmbeddingPurpose, String> prefixes() {
        JsonNode node = rule.path("prefixes");
        Map<EmbeddingPurpose, String> prefixes = new EnumMap<>(EmbeddingPurpose.class);
        if (node.isMissingNode()) {
            return prefixes;
        }
        if (!node.isObject()) {
            throw new ConfigException(where + ": `prefixes` is a map such as `{query: \"query: \"}`.");
        }
        node.forEachEntry((purpose, words) -> {
            if (!PURPOSES.contains(purpose)) {
                throw new ConfigException(where + ": `prefixes` has no purpose `" + purpose + "`; there are "
                        + String.join(", ", PURPOSES) + ".");
            }
            if (!words.isString()) {
                throw new ConfigException(where + ": `prefixes`: the words of `" + purpose + "` are no text.");
            }
            prefixes.put(EmbeddingPurpose.valueOf(purpose.toUpperCase(Locale.ROOT)), words.stringValue());
        });
        return prefixes;
    }
}
