package dev.outcrop.catalog;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a caller's model id stands for.
 *
 * @param requestedId as the caller wrote it
 * @param modelId the foundation model's id, the id that the configuration serves under its own name, or, of a model with
 *     weights of its own, the end of its ARN ({@code custom-model/imported/...}, {@code imported-model/...})
 * @param model null for an id that only the configuration knows, and for a model with weights of its own
 * @param inferenceProfile id of the system-defined inference profile through which the model was reached, or null
 * @param resourceArn what the call names: the foundation model, the profile of either kind, the provisioned throughput, the
 *     deployment or the imported model
 * @param modelArns the models behind it, at least one; of a profile, the model in each region that it goes to
 */
public record ResolvedModel(
        String requestedId,
        String modelId,
        @Nullable FoundationModel model,
        @Nullable String inferenceProfile,
        String resourceArn,
        List<String> modelArns) {

    public ResolvedModel {
        modelArns = List.copyOf(modelArns);
    }

    /** The ARN of the custom or imported model whose own weights alone can answer; empty for every other model. */
    public Optional<String> ownModelArn() {
        String arn = modelArns.getFirst();
        return model == null && (arn.contains(":custom-model/") || arn.contains(":imported-model/"))
                ? Optional.of(arn)
                : Optional.empty();
    }

    /** The ARN of the inference profile, of either kind, that the call names; null when it names none. */
    public @Nullable String inferenceProfileArn() {
        return resourceArn.contains(":inference-profile/") || resourceArn.contains(":application-inference-profile/")
                ? resourceArn
                : null;
    }

    /** The ARN of the provisioned throughput that the call names; null when it names none. */
    public @Nullable String provisionedModelArn() {
        return resourceArn.contains(":provisioned-model/") ? resourceArn : null;
    }

    /** The same, reached by another name. */
    ResolvedModel by(String requested, String resource) {
        return new ResolvedModel(requested, modelId, model, inferenceProfile, resource, modelArns);
    }
}
