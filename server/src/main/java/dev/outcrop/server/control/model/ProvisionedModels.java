package dev.outcrop.server.control.model;

import java.util.Optional;
import java.util.function.Predicate;

import dev.outcrop.catalog.Arns;
import dev.outcrop.catalog.FoundationModel;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ValidationException;

/** Which models capacity can be provisioned for. Thread-safe; blocks. */
final class ProvisionedModels {
    private final FoundationModels models;
    private final ResourceCalls customModels;
    private final Predicate<String> configured;

    /** @param configured whether the configuration names a model's id: its owner may reserve what is his */
    ProvisionedModels(FoundationModels models, ResourceCalls customModels, Predicate<String> configured) {
        this.models = models;
        this.customModels = customModels;
        this.configured = configured;
    }

    /**
     * The ARN of a model.
     *
     * @param identifier id or ARN of a foundation model, or id, ARN or name of a custom model
     * @throws ResourceNotFoundException when there is no such model
     * @throws ValidationException when it cannot have provisioned throughput
     */
    String arn(String identifier) {
        String prefix = Arns.in(customModels.scope().region(), "", "foundation-model", "");
        String id = identifier.startsWith(prefix) ? identifier.substring(prefix.length()) : identifier;
        Optional<FoundationModel> model = models.find(id);
        if (configured.test(id)) {
            return prefix + id;
        }
        if (model.isPresent()) {
            if (!model.get().inferenceTypesSupported().contains("PROVISIONED")) {
                throw new ValidationException("The model " + id + " does not support Provisioned Throughput. The models"
                        + " that do are those of inference type PROVISIONED, custom models, and those that the"
                        + " configuration names.");
            }
            return prefix + id;
        }
        StoredResource custom = customModels.find(identifier)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "Could not resolve the foundation model from the provided model identifier."));
        if (!custom.status().equals("Active")) {
            throw new ValidationException("The custom model " + custom.name() + " is not Active.");
        }
        return custom.arn();
    }

    /** Whether an ARN is a custom model's. */
    static boolean isCustom(String arn) {
        return arn.contains(":custom-model/");
    }
}
