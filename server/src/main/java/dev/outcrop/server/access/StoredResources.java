package dev.outcrop.server.access;

import java.util.Map;
import java.util.Optional;

import dev.outcrop.store.Store;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.store.scope.AccountRegion;
import org.jspecify.annotations.Nullable;

/** What the store knows of the resources of an account and region. */
public final class StoredResources implements ResourceDirectory {
    private final Store store;
    private final AccountRegion scope;

    public StoredResources(Store store, AccountRegion scope) {
        this.store = store;
        this.scope = scope;
    }

    /** By id, then by name where names are unique: as the operations find them. */
    @Override
    public Optional<String> find(String type, String identifier) {
        ResourceKind kind = kind(type);
        if (kind == null) {
            return Optional.empty();
        }
        return store.resources()
                .find(scope, kind, identifier)
                .or(() -> kind.hasUniqueNames()
                        ? store.resources().findByName(scope, kind, identifier)
                        : Optional.empty())
                .map(StoredResource::arn);
    }

    private static @Nullable ResourceKind kind(String type) {
        return switch (type) {
            case "application-inference-profile" -> ResourceKind.INFERENCE_PROFILE;
            case "provisioned-model" -> ResourceKind.PROVISIONED_THROUGHPUT;
            case "custom-model" -> ResourceKind.CUSTOM_MODEL;
            case "custom-model-deployment" -> ResourceKind.CUSTOM_MODEL_DEPLOYMENT;
            case "imported-model" -> ResourceKind.IMPORTED_MODEL;
            case "model-import-job" -> ResourceKind.MODEL_IMPORT_JOB;
            case "model-copy-job" -> ResourceKind.MODEL_COPY_JOB;
            case "model-invocation-job" -> ResourceKind.MODEL_INVOCATION_JOB;
            case "evaluation-job" -> ResourceKind.EVALUATION_JOB;
            case "async-invoke" -> ResourceKind.ASYNC_INVOKE;
            default -> null;
        };
    }

    @Override
    public Map<String, String> tags(String arn) {
        return store.tags().list(arn).orElse(Map.of());
    }
}
