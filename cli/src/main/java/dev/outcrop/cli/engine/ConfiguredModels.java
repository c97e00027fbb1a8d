package dev.outcrop.cli.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.catalog.ServingRule;
import dev.outcrop.catalog.ServingRules;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.gguf.GgufOptions;
import dev.outcrop.engines.gguf.GgufTextModel;
import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.inference.TextModel;
import dev.outcrop.models.EmbeddedModel;
import dev.outcrop.server.TextModels;

/**
 * The engines that the configuration asks for, loaded once at start: a file that does not load is an error then, not at
 * the first call. Two rules with one file and one context length share an engine. Thread-safe.
 */
public final class ConfiguredModels implements TextModels, AutoCloseable {

    /** The embedded model is so small that a second thread costs more than it brings. */
    private static final int EMBEDDED_THREADS = 1;

    private record Source(Path file, int contextLength, int threads) {}

    private record Rule(ServingRule rule, ServedModel served) {}

    private final List<Rule> rules = new ArrayList<>();
    private final Map<Source, TextModel> loaded = new LinkedHashMap<>();
    private final ServedModel embedded;

    /**
     * Loads every model of the configuration, and the embedded one.
     *
     * @throws GgufException when a file cannot be used; the message names it
     */
    public ConfiguredModels(OutcropConfig config) {
        try {
            Path pebble = EmbeddedModel.PEBBLE.file(config.data().resolve("models"));
            embedded = new ServedModel(load(new Source(pebble, 0, EMBEDDED_THREADS), config),
                    "embedded/" + EmbeddedModel.PEBBLE.id());
            for (OutcropConfig.ModelRule rule : config.models()) {
                rules.add(new Rule(servingRule(rule), served(rule, config)));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static ServingRule servingRule(OutcropConfig.ModelRule rule) {
        return new ServingRule(rule.match(), rule.engine(), rule.path() == null ? "" : rule.path().toString());
    }

    private ServedModel served(OutcropConfig.ModelRule rule, OutcropConfig config) {
        Path path = rule.path();
        if (path == null) {
            return embedded;
        }
        int context = rule.contextLength() > 0 ? rule.contextLength() : config.gguf().contextLength();
        int threads = config.gguf().threads() > 0
                ? config.gguf().threads()
                : Runtime.getRuntime().availableProcessors();
        return new ServedModel(load(new Source(path, context, threads), config), "gguf/" + path.getFileName());
    }

    private TextModel load(Source wanted, OutcropConfig config) {
        return loaded.computeIfAbsent(wanted, source -> open(source, config.gguf()));
    }

    private static TextModel open(Source source, OutcropConfig.Gguf gguf) {
        GgufOptions options = GgufOptions.defaults()
                .withThreads(source.threads())
                .withMaxSequences(gguf.maxGenerations())
                .withMaxQueued(gguf.queue());
        try {
            return GgufTextModel.open(
                    source.file(),
                    source.contextLength() > 0 ? options.withContextLength(source.contextLength()) : options);
        } catch (GgufException e) {
            throw new GgufException(source.file() + ": " + e.getMessage());
        }
    }

    /** The rules, for resolving model ids. */
    public ServingRules rules() {
        return new ServingRules(rules.stream().map(Rule::rule).toList());
    }

    @Override
    public ServedModel of(ResolvedModel model) {
        return first(rule -> rule.answers(model));
    }

    /** The engine that answers a foundation model's id. */
    public ServedModel of(String modelId) {
        return first(rule -> rule.answers(modelId));
    }

    private ServedModel first(Predicate<ServingRule> answers) {
        return rules.stream().filter(rule -> answers.test(rule.rule())).findFirst().map(Rule::served).orElse(embedded);
    }

    @Override
    public void close() {
        loaded.values().forEach(TextModel::close);
    }
}
