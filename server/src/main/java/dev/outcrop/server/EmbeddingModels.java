package dev.outcrop.server;

import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.inference.EmbeddingModel;

/** Which engine embeds for a model. Thread-safe; the composition root implements it. */
@FunctionalInterface
public interface EmbeddingModels {

    /**
     * The engine that embeds for this model.
     *
     * @throws dev.outcrop.wire.error.ServiceException when no engine can
     */
    ServedModel embedderOf(ResolvedModel model);

    /**
     * An engine and its name for the caller.
     *
     * @param servedBy value of the response header {@code x-outcrop-served-by}
     */
    record ServedModel(EmbeddingModel model, String servedBy) {}
}
