package dev.outcrop.cli.engine;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.remote.RemoteEmbeddingModel;
import dev.outcrop.engines.remote.RemoteTextModel;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.TextModel;
import org.jspecify.annotations.Nullable;

/** The models behind other servers that the rules name, each made once. Not thread-safe. */
final class RemoteModels implements AutoCloseable {
    private final Map<OutcropConfig.Remote, RemoteTextModel> texts = new LinkedHashMap<>();
    private final Map<OutcropConfig.Remote, RemoteEmbeddingModel> embedders = new LinkedHashMap<>();
    private @Nullable Loops loops;

    /** A model that generates. */
    TextModel generates(OutcropConfig.Remote remote) {
        return texts.computeIfAbsent(
                remote, each -> new RemoteTextModel(each.endpoints(), each.options(), loops()));
    }

    /** A model that embeds. */
    EmbeddingModel embeds(OutcropConfig.Remote remote) {
        return embedders.computeIfAbsent(
                remote,
                each -> new RemoteEmbeddingModel(each.endpoints(), each.options(), each.dimensions(), loops()));
    }

    /** Most configurations name no server and need no threads for one. */
    private Loops loops() {
        if (loops == null) {
            loops = new Loops();
        }
        return loops;
    }

    @Override
    public void close() {
        texts.values().forEach(TextModel::close);
        embedders.values().forEach(EmbeddingModel::close);
        if (loops != null) {
            loops.close();
        }
    }
}
