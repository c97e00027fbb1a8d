package dev.outcrop.cli.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.remote.RemoteEmbeddingModel;
import dev.outcrop.engines.remote.RemoteTextModel;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.TextModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models behind other servers that the rules name, one per rule. Thread-safe. */
final class RemoteModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteModels.class);

    private final Map<Rule, OutcropConfig.Remote> known = new LinkedHashMap<>();
    private final Map<Rule, RemoteTextModel> texts = new LinkedHashMap<>();
    private final Map<Rule, RemoteEmbeddingModel> embedders = new LinkedHashMap<>();
    private @Nullable Loops loops;

    /** What tells rules apart when the configuration is read again. */
    private record Rule(String match, boolean embeds) {}

    /** The model of a rule that generates. */
    synchronized TextModel generates(String match, OutcropConfig.Remote remote) {
        Rule rule = new Rule(match, false);
        known.putIfAbsent(rule, remote);
        return texts.computeIfAbsent(
                rule, each -> new RemoteTextModel(remote.endpoints(), remote.options(), loops()));
    }

    /** The model of a rule that embeds. */
    synchronized EmbeddingModel embeds(String match, OutcropConfig.Remote remote) {
        Rule rule = new Rule(match, true);
        known.putIfAbsent(rule, remote);
        return embedders.computeIfAbsent(
                rule,
                each -> new RemoteEmbeddingModel(
                        remote.endpoints(), remote.options(), remote.dimensions(), loops()));
    }

    /** Takes over other endpoints of rules that are otherwise as they were; what else has changed needs a new start. */
    synchronized void reload(List<OutcropConfig.ModelRule> rules) {
        for (OutcropConfig.ModelRule changed : rules) {
            OutcropConfig.Remote remote = changed.remote();
            if (remote != null) {
                reload(new Rule(changed.match(), remote.embeds()), remote);
            }
        }
    }

    private void reload(Rule rule, OutcropConfig.Remote remote) {
        OutcropConfig.Remote before = known.get(rule);
        if (before == null || before.equals(remote)) {
            return;
        }
        if (!before.options().equals(remote.options()) || before.dimensions() != remote.dimensions()) {
            LOG.warn("The rule for {} has changed in more than its endpoints, which needs a new start", rule.match());
            return;
        }
        known.put(rule, remote);
        if (rule.embeds()) {
            Objects.requireNonNull(embedders.get(rule)).endpoints(remote.endpoints());
        } else {
            Objects.requireNonNull(texts.get(rule)).endpoints(remote.endpoints());
        }
        LOG.info("The endpoints for {} are now {}", rule.match(), remote.endpoints());
    }

    /** Most configurations name no server and need no threads for one. */
    private Loops loops() {
        if (loops == null) {
            loops = new Loops();
        }
        return loops;
    }

    @Override
    public synchronized void close() {
        texts.values().forEach(TextModel::close);
        embedders.values().forEach(EmbeddingModel::close);
        if (loops != null) {
            loops.close();
        }
    }
}
