package dev.outcrop.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a caller's model id stands for.
 *
 * @param requestedId as the caller wrote it
 * @param modelId the foundation model's id, or the id that the configuration serves under its own name
 * @param model null for an id that only the configuration knows
 * @param inferenceProfile id of the inference profile through which the model was reached, or null
 */
public record ResolvedModel(
        String requestedId, String modelId, @Nullable FoundationModel model, @Nullable String inferenceProfile) {}
