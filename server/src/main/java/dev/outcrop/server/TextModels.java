package dev.outcrop.server;

import java.util.List;

import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.inference.TextModel;

/** Which engine answers a model. Thread-safe; the composition root implements it. */
@FunctionalInterface
public interface TextModels {

    /**
     * The engine that answers this model.
     *
     * @throws dev.outcrop.wire.error.ServiceException when no engine can, such as while its model is loading
     */
    ServedModel of(ResolvedModel model);

    /** Ids, as callers write them, that the configuration spells out, whether the catalogue has them or not. */
    default List<String> configuredIds() {
        return List.of();
    }

    /**
     * An engine and its name for the caller.
     *
     * @param servedBy value of the response header {@code x-outcrop-served-by}
     */
    record ServedModel(TextModel model, String servedBy) {}
}
