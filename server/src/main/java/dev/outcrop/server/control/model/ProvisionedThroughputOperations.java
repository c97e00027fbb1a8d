package dev.outcrop.server.control.model;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.server.control.ResourceDocument;
import dev.outcrop.server.control.ResourceFilters;
import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.control.Tags;
import dev.outcrop.server.job.HeldJob;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ConflictException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ServiceQuotaExceededException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * CreateProvisionedModelThroughput and the operations on what it makes.
 *
 * <p>A throughput weighs its model units, and the account's quota is a sum of them.
 */
public final class ProvisionedThroughputOperations {

    /** How the API has them; creating one knows no ConflictException. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.PROVISIONED_THROUGHPUT, "provisioned-model", "provisioned model", false);

    /** In which there is something to do. */
    public static final Set<String> OPEN = Set.of("Creating", "Updating");

    private static final String IN_SERVICE = "InService";
    private static final String NAME = "provisionedModelName";
    private static final String COMMITMENT = "commitmentDuration";
    private static final String EXPIRATION = "commitmentExpirationTime";
    private static final String DESIRED_MODEL = "desiredModelArn";
    private static final ResourceFilters FILTERS = new ResourceFilters(
            "creationTimeAfter", "creationTimeBefore", "statusEquals", "nameContains", "modelArnEquals");

    private final ResourceCalls calls;
    private final ProvisionedModels models;
    private final long mostUnits;
    private final InstantSource clock;
    private final ResponseBinder responses;

    /** @param mostUnits model units that the account may have, all together */
    ProvisionedThroughputOperations(
            ResourceCalls calls, ProvisionedModels models, long mostUnits, InstantSource clock,
            ResponseBinder responses) {
        this.calls = calls;
        this.models = models;
        this.mostUnits = mostUnits;
        this.clock = clock;
        this.responses = responses;
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateProvisionedModelThroughput", new StoreOperation(this::create, responses),
                "GetProvisionedModelThroughput", new StoreOperation(this::get, responses),
                "ListProvisionedModelThroughputs", new StoreOperation(this::list, responses),
                "UpdateProvisionedModelThroughput", new StoreOperation(this::update, responses),
                "DeleteProvisionedModelThroughput", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        String modelId = String.valueOf(input.string("modelId"));
        String modelArn = models.arn(modelId);
        Integer units = input.integer("modelUnits");
        int weight = units == null ? 1 : units;
        String commitment = input.string(COMMITMENT);
        Instant expiration = expiration(commitment, clock.instant());
        ResourceDocument document = ResourceDocument.empty()
                .with(COMMITMENT, commitment)
                .with(EXPIRATION, expiration == null ? null : expiration.toEpochMilli());
        StoredResource made = calls.create(
                input,
                Tags.of(input.list("tags")),
                new ResourceContent(
                        String.valueOf(input.string(NAME)), "Creating", modelArn, uses(modelArn), document.json()),
                weight,
                Quota.of(mostUnits),
                () -> tooMany(modelId, commitment, weight));
        return Map.of("provisionedModelArn", made.arn());
    }

    private static @Nullable Instant expiration(@Nullable String commitment, Instant from) {
        if (commitment == null) {
            return null;
        }
        return from.atZone(ZoneOffset.UTC).plusMonths(commitment.equals("SixMonths") ? 6 : 1).toInstant();
    }

    /** A custom model stays while capacity is held for it. */
    private static Set<String> uses(String modelArn) {
        return ProvisionedModels.isCustom(modelArn) ? Set.of(modelArn) : Set.of();
    }

    private ServiceException tooMany(String modelId, @Nullable String commitment, int wanted) {
        String kind = commitment == null ? "no commitment" : commitment.equals("SixMonths") ? "six month" : "one month";
        return new ServiceQuotaExceededException(mostUnits == 0
                ? "Your account does not currently have any " + kind + " model units reserved for " + modelId + "."
                : "Your account does not have " + wanted + " more " + kind + " model units for " + modelId
                        + ": it may have "
                        + mostUnits + " of all kinds.");
    }

    private Map<String, Object> get(BoundInput input) {
        return describe(calls.get(identifier(input)));
    }

    private Map<String, Object> list(BoundInput input) {
        return calls.list(input, FILTERS, "provisionedModelSummaries", this::describe);
    }

    private Map<String, Object> describe(StoredResource resource) {
        ResourceDocument document = ResourceDocument.of(resource.document());
        String modelArn = String.valueOf(resource.content().modelArn());
        String desired = document.string(DESIRED_MODEL);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("modelUnits", (int) resource.weight());
        members.put("desiredModelUnits", (int) resource.weight());
        members.put(NAME, resource.name());
        members.put("provisionedModelArn", resource.arn());
        members.put("modelArn", modelArn);
        members.put(DESIRED_MODEL, desired == null ? modelArn : desired);
        members.put("foundationModelArn", ProvisionedModels.isCustom(modelArn)
                ? CustomModelOperations.baseModelArn(calls.scope().region())
                : modelArn);
        members.put("status", resource.status());
        members.put("creationTime", resource.createdAt());
        members.put("lastModifiedTime", resource.updatedAt());
        String commitment = document.string(COMMITMENT);
        Long expiration = document.number(EXPIRATION);
        if (commitment != null && expiration != null) {
            members.put(COMMITMENT, commitment);
            members.put(EXPIRATION, Instant.ofEpochMilli(expiration));
        }
        return members;
    }

    private Map<String, Object> update(BoundInput input) {
        StoredResource resource = calls.get(identifier(input));
        String name = input.string("desiredProvisionedModelName");
        String modelId = input.string("desiredModelId");
        if (name == null && modelId == null) {
            throw new ValidationException("Provide desiredProvisionedModelName, desiredModelId, or both.");
        }
        String desired = modelId == null ? null : models.arn(modelId);
        calls.update(resource, current -> updated(current, name, desired));
        return Map.of();
    }

    private static ResourceContent updated(
            StoredResource current, @Nullable String name, @Nullable String desired) {
        if (!current.status().equals(IN_SERVICE)) {
            throw new ValidationException("The provisioned model " + current.name() + " is " + current.status()
                    + ": only one that is InService can be updated.");
        }
        ResourceContent content = current.content();
        String modelArn = String.valueOf(content.modelArn());
        String newName = name == null ? content.name() : name;
        if (desired == null || desired.equals(modelArn)) {
            return new ResourceContent(newName, content.status(), modelArn, content.uses(), content.document());
        }
        if (!ProvisionedModels.isCustom(modelArn) || !ProvisionedModels.isCustom(desired)) {
            throw new ValidationException("The model of a provisioned model can be changed only from a custom model to"
                    + " another custom model with the same base.");
        }
        return new ResourceContent(newName, "Updating", modelArn, Set.of(modelArn, desired),
                ResourceDocument.of(content.document()).with(DESIRED_MODEL, desired).json());
    }

    private Map<String, Object> delete(BoundInput input) {
        calls.delete(calls.get(identifier(input)), this::requireNoCommitment);
        return Map.of();
    }

    private void requireNoCommitment(StoredResource resource) {
        Long expiration = ResourceDocument.of(resource.document()).number(EXPIRATION);
        if (expiration != null && expiration > clock.millis()) {
            throw new ConflictException("The provisioned model " + resource.name() + " has a commitment until "
                    + Instant.ofEpochMilli(expiration) + " and can't be deleted before.");
        }
    }

    private static String identifier(BoundInput input) {
        return String.valueOf(input.string("provisionedModelId"));
    }

    /** The job of one that is Creating or Updating: capacity is there as soon as it is asked for. */
    static void finish(HeldJob held) {
        held.update(current -> {
            ResourceContent content = current.content();
            ResourceDocument document = ResourceDocument.of(content.document());
            String desired = document.string(DESIRED_MODEL);
            String modelArn = desired == null ? String.valueOf(content.modelArn()) : desired;
            return new ResourceContent(content.name(), IN_SERVICE, modelArn, uses(modelArn),
                    document.with(DESIRED_MODEL, null).json());
        });
    }
}
