package dev.outcrop.server.access;

import java.util.Map;
import java.util.Optional;

import dev.outcrop.store.Store;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.store.scope.AccountRegion;

/** What the store knows of the resources of an account and region. */
public final class StoredResources implements ResourceDirectory {
    private static final Map<String, ResourceKind> KINDS = Map.of(
            "application-inference-profile", ResourceKind.INFERENCE_PROFILE,
            "provisioned-model", ResourceKind.PROVISIONED_THROUGHPUT,
            "custom-model", ResourceKind.CUSTOM_MODEL,
            "custom-model-deployment", ResourceKind.CUSTOM_MODEL_DEPLOYMENT,
            "imported-model", ResourceKind.IMPORTED_MODEL,
            "model-import-job", ResourceKind.MODEL_IMPORT_JOB);

    private final Store store;
    private final AccountRegion scope;

    public StoredResources(Store store, AccountRegion scope) {
        this.store = store;
        this.scope = scope;
    }

    @Override
    public Optional<String> find(String type, String identifier) {
        ResourceKind kind = KINDS.get(type);
        if (kind == null) {
            return Optional.empty();
        }
        Optional<StoredResource> byId = store.resources().find(scope, kind, identifier);
        return (byId.isPresent() || !kind.hasUniqueNames()
                ? byId
                : store.resources().findByName(scope, kind, identifier)).map(StoredResource::arn);
    }

    @Override
    public Map<String, String> tags(String arn) {
        return store.tags().list(arn).orElse(Map.of());
    }
}
