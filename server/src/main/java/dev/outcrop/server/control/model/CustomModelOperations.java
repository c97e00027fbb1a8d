package dev.outcrop.server.control.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.outcrop.catalog.Arns;
import dev.outcrop.server.control.KmsKeys;
import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.server.control.ResourceDocument;
import dev.outcrop.server.control.ResourceFilters;
import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.control.Tags;
import dev.outcrop.server.job.HeldJob;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.server.model.ModelArtifacts.ArtifactException;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.ResourceQuery;
import dev.outcrop.store.resource.ResourceWrite.Done;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * CreateCustomModel, GetCustomModel, ListCustomModels and DeleteCustomModel.
 *
 * <p>Custom models come with weights of their own, from a folder or by a copy: nothing is trained here. So none has a
 * foundation model as its base; where the API demands one, {@link #baseModelArn} stands for it.
 */
public final class CustomModelOperations {

    /** How the API has them. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.CUSTOM_MODEL, "custom-model/imported", "custom model", true);

    /** In which there is something to do. */
    public static final Set<String> OPEN = Set.of("Creating");

    static final String KEY = "modelKmsKeyArn";

    /** Most custom models of an account (Amazon Bedrock quotas). */
    static final int MOST_MODELS = 100;

    private static final String NAME = "modelName";
    private static final String FOLDER = "s3Uri";
    private static final String FAILURE = "failureMessage";
    private static final String IMPORTED = "IMPORTED";
    private static final String BASE_ID = "outcrop.imported";
    private static final ResourceFilters FILTERS = new ResourceFilters(
            "creationTimeAfter", "creationTimeBefore", "modelStatus", "nameContains", null);

    /** No status of any model. */
    private static final String NONE = "-";

    private final ResourceCalls calls;
    private final ModelArtifacts artifacts;
    private final ResponseBinder responses;

    CustomModelOperations(ResourceCalls calls, ModelArtifacts artifacts, ResponseBinder responses) {
        this.calls = calls;
        this.artifacts = artifacts;
        this.responses = responses;
    }

    /** What stands for the foundation model that custom models have not been made from. */
    static String baseModelArn(String region) {
        return Arns.in(region, "", "foundation-model", BASE_ID);
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateCustomModel", new StoreOperation(this::create, responses),
                "GetCustomModel", new StoreOperation(this::get, responses),
                "ListCustomModels", new StoreOperation(this::list, responses),
                "DeleteCustomModel", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        if (!(input.structure("modelSourceConfig").get("s3DataSource") instanceof Map<?, ?> source)) {
            throw new ValidationException("The request lacks modelSourceConfig.s3DataSource.");
        }
        ResourceDocument document = ResourceDocument.empty()
                .with(FOLDER, source.get(FOLDER))
                .with(KEY, KmsKeys.arn(input.string(KEY), calls.scope()))
                .with("roleArn", input.string("roleArn"));
        StoredResource made = calls.create(
                input,
                Tags.of(input.list("modelTags")),
                new ResourceContent(
                        String.valueOf(input.string(NAME)), "Creating", null, Set.of(), document.json()),
                MOST_MODELS);
        return Map.of("modelArn", made.arn());
    }

    private Map<String, Object> get(BoundInput input) {
        StoredResource model = calls.get(identifier(input));
        ResourceDocument document = ResourceDocument.of(model.document());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("modelArn", model.arn());
        members.put(NAME, model.name());
        members.put("customizationType", IMPORTED);
        members.put("creationTime", model.createdAt());
        members.put("modelStatus", model.status());
        for (String member : new String[]{KEY, FAILURE}) {
            String value = document.string(member);
            if (value != null) {
                members.put(member, value);
            }
        }
        return members;
    }

    private Map<String, Object> list(BoundInput input) {
        ResourceQuery query = FILTERS.query(input);
        if (!isBase(input.string("baseModelArnEquals")) || !isBase(input.string("foundationModelArnEquals"))
                || Boolean.FALSE.equals(input.bool("isOwned"))) {
            // Of another base, or of another account, there are none.
            query = new ResourceQuery(query.ascending(), null, null, NONE, null, null);
        }
        return calls.list(input, query, "modelSummaries", this::summary);
    }

    private boolean isBase(@Nullable String arn) {
        return arn == null || arn.equals(baseModelArn(calls.scope().region()));
    }

    private Map<String, Object> summary(StoredResource model) {
        return Map.of(
                "modelArn", model.arn(),
                NAME, model.name(),
                "creationTime", model.createdAt(),
                "baseModelArn", baseModelArn(calls.scope().region()),
                "baseModelName", "Imported weights",
                "customizationType", IMPORTED,
                "ownerAccountId", calls.scope().account(),
                "modelStatus", model.status());
    }

    private Map<String, Object> delete(BoundInput input) {
        StoredResource model = calls.get(identifier(input));
        calls.delete(model, resource -> {});
        artifacts.delete(model.arn());
        return Map.of();
    }

    private static String identifier(BoundInput input) {
        return String.valueOf(input.string("modelIdentifier"));
    }

    /** The job of one that is Creating: its weights are brought here. */
    static void load(HeldJob held, ModelArtifacts artifacts) throws InterruptedException {
        StoredResource model = held.resource();
        try {
            var _ = artifacts.load(String.valueOf(ResourceDocument.of(model.document()).string(FOLDER)), model.arn());
        } catch (ArtifactException e) {
            held.update(current -> failed(current, String.valueOf(e.getMessage())));
            return;
        }
        // Deleted meanwhile: what has just come is nobody's.
        if (!(held.update(current -> current.content().withStatus("Active")) instanceof Done)) {
            artifacts.delete(model.arn());
        }
    }

    /** The same resource, Failed, with the reason. */
    static ResourceContent failed(StoredResource current, String message) {
        return current.content()
                .withStatus("Failed")
                .withUses(Set.of())
                .withDocument(ResourceDocument.of(current.document()).with(FAILURE, message).json());
    }
}
