package dev.outcrop.cli.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.catalog.ServingRule;
import dev.outcrop.catalog.ServingRules;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.gguf.GgufEmbeddingModel;
import dev.outcrop.engines.gguf.GgufOptions;
import dev.outcrop.engines.gguf.GgufTextModel;
import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.engines.onnx.SentenceEmbeddingModel;
import dev.outcrop.engines.onnx.SentenceOptions;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.TextModel;
import dev.outcrop.models.EmbeddedModel;
import dev.outcrop.server.EmbeddingModels;
import dev.outcrop.server.TextModels;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * The engines that the configuration asks for, loaded once at start: a file that does not load is an error then, not at
 * the first call. Two rules with one file and one context length share an engine. A file's architecture says whether it generates or embeds, and a rule answers only what its model can do. Thread-safe.
 */
public final class ConfiguredModels implements TextModels, EmbeddingModels, AutoCloseable {

    /** The embedded model is so small that a second thread costs more than it brings. */
    private static final int EMBEDDED_THREADS = 1;

    private record Source(Path file, int contextLength, int threads) {}

    private record EmbedderSource(Path path, SentenceOptions sentences, int threads) {}

    /** Architectures of GGUF files that embed. */
    private static final Set<String> EMBEDDING_ARCHITECTURES = Set.of("bert");

    /** One of the two is null: a file generates or embeds. */
    private record Rule(
            ServingRule rule, TextModels.@Nullable ServedModel generates,
            EmbeddingModels.@Nullable ServedModel embeds) {}

    private final List<Rule> rules = new ArrayList<>();
    private final Map<Source, TextModel> loaded = new LinkedHashMap<>();
    private final Map<EmbedderSource, EmbeddingModel> embedders = new LinkedHashMap<>();
    private final RemoteModels remotes = new RemoteModels();
    private volatile Function<String, TextModels.ServedModel> own = arn -> {
        throw new IllegalStateException("no engine for " + arn);
    };
    private final TextModels.ServedModel embedded;
    private final EmbeddingModels.ServedModel embeddedEmbedder;

    /**
     * Loads every model of the configuration, and the embedded text model.
     *
     * @param encoder what the embedded embedding model stands on; not closed here
     * @throws GgufException when a file cannot be used; the message names it
     */
    public ConfiguredModels(OutcropConfig config, MiniLmEncoder encoder) {
        embeddedEmbedder = new EmbeddingModels.ServedModel(
                SentenceEmbeddingModel.of(encoder), "embedded/" + encoder.name());
        try {
            Path pebble = EmbeddedModel.PEBBLE.file(config.data().resolve("models"));
            embedded = new TextModels.ServedModel(load(new Source(pebble, 0, EMBEDDED_THREADS), config),
                    "embedded/" + EmbeddedModel.PEBBLE.id());
            for (OutcropConfig.ModelRule rule : config.models()) {
                rules.add(rule(rule, config));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static ServingRule servingRule(OutcropConfig.ModelRule rule) {
        return new ServingRule(rule.match(), rule.engine(), rule.source());
    }

    private Rule rule(OutcropConfig.ModelRule rule, OutcropConfig config) {
        OutcropConfig.Remote remote = rule.remote();
        if (remote != null) {
            return remote(rule, remote);
        }
        if (rule.bedrock() != null) {
            return new Rule(servingRule(rule), new TextModels.ServedModel(new RealServiceOnly(), rule.engine()), null);
        }
        Path path = rule.path();
        if (path == null) {
            return new Rule(servingRule(rule), embedded, embeddedEmbedder);
        }
        String name = rule.engine() + "/" + path.getFileName();
        int threads = threads(config.gguf());
        if (rule.engine().equals("onnx") || EMBEDDING_ARCHITECTURES.contains(architecture(path))) {
            EmbeddingModel model = embedders.computeIfAbsent(
                    new EmbedderSource(path, rule.sentences(), threads),
                    source -> rule.engine().equals("onnx")
                            ? SentenceEmbeddingModel.load(source.path(), source.sentences(), source.threads())
                            : GgufEmbeddingModel.open(
                                    source.path(), source.threads(), source.sentences().prefixes()));
            return new Rule(servingRule(rule), null, new EmbeddingModels.ServedModel(model, name));
        }
        if (!rule.sentences().prefixes().isEmpty()) {
            throw new GgufException(path + ": the file generates text; `prefixes` are for files that embed.");
        }
        int context = rule.contextLength() > 0 ? rule.contextLength() : config.gguf().contextLength();
        TextModel model = load(new Source(path, context, threads), config);
        return new Rule(servingRule(rule), new TextModels.ServedModel(model, name), null);
    }

    private Rule remote(OutcropConfig.ModelRule rule, OutcropConfig.Remote remote) {
        String name = rule.engine() + "/" + remote.options().model();
        return remote.embeds()
                ? new Rule(servingRule(rule), null,
                        new EmbeddingModels.ServedModel(remotes.embeds(rule.match(), remote), name))
                : new Rule(servingRule(rule), new TextModels.ServedModel(remotes.generates(rule.match(), remote), name),
                        null);
    }

    private static String architecture(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            return file.metadata().string("general.architecture");
        } catch (GgufException e) {
            throw new GgufException(path + ": " + e.getMessage());
        }
    }

    /** Opens a file with the threads and the context that the configuration gives every model. */
    static TextModel open(Path file, OutcropConfig.Gguf gguf) {
        return open(new Source(file, gguf.contextLength(), threads(gguf)), gguf);
    }

    private static int threads(OutcropConfig.Gguf gguf) {
        return gguf.threads() > 0 ? gguf.threads() : Runtime.getRuntime().availableProcessors();
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

    /** Takes over what can change while calls run: the endpoints of rules with servers. */
    public void reload(List<OutcropConfig.ModelRule> changed) {
        remotes.reload(changed);
    }

    /** Has every engine measured that knows how busy it is. */
    void measure(BiConsumer<String, TextModel> measures) {
        loaded.forEach((source, model) -> measures.accept(
                model.name() + (source.contextLength() > 0 ? "/" + source.contextLength() : ""), model));
    }

    /** The rules, for resolving model ids. */
    public ServingRules rules() {
        return new ServingRules(rules.stream().map(Rule::rule).toList());
    }

    /** Has models with weights of their own, imported and custom ones, answered by these engines, by their ARNs. */
    void answerBy(Function<String, TextModels.ServedModel> engines) {
        own = engines;
    }

    @Override
    public List<String> configuredIds() {
        return rules().ids();
    }

    @Override
    public TextModels.ServedModel of(ResolvedModel model) {
        Optional<String> arn = model.ownModelArn();
        return arn.isPresent() ? own.apply(arn.get()) : configured(model);
    }

    private TextModels.ServedModel configured(ResolvedModel model) {
        requireKind(model, Rule::generates, "generate text");
        return first(rule -> rule.answers(model), Rule::generates, embedded);
    }

    /**
     * An id of the configuration's own is served by its rule or not at all. For foundation models, whose kind the catalogue
     * knows, rules of the other kind are passed over, so that one rule for everything leaves embeddings to the embedded model.
     *
     * @throws ValidationException when the rule's model does something else
     */
    private void requireKind(ResolvedModel model, Function<Rule, ? extends @Nullable Object> does, String what) {
        if (model.model() == null) {
            rules.stream().filter(rule -> rule.rule().answers(model)).findFirst().ifPresent(rule -> {
                if (does.apply(rule) == null) {
                    throw new ValidationException("The model " + model.modelId() + " is not configured to " + what
                            + ". Change its rule, or call another model.");
                }
            });
        }
    }

    /** The engine that answers a foundation model's id. */
    public TextModels.ServedModel of(String modelId) {
        return first(rule -> rule.answers(modelId), Rule::generates, embedded);
    }

    @Override
    public EmbeddingModels.ServedModel embedderOf(ResolvedModel model) {
        requireKind(model, Rule::embeds, "embed");
        return first(rule -> rule.answers(model), Rule::embeds, embeddedEmbedder);
    }

    private <T> T first(Predicate<ServingRule> answers, Function<Rule, @Nullable T> does, T otherwise) {
        for (Rule rule : rules) {
            T served = does.apply(rule);
            if (served != null && answers.test(rule.rule())) {
                return served;
            }
        }
        return otherwise;
    }

    @Override
    public void close() {
        loaded.values().forEach(TextModel::close);
        embedders.values().forEach(EmbeddingModel::close);
        remotes.close();
    }
}
