package dev.outcrop.server.control.model;

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
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ValidationException;

/** CreateCustomModelDeployment and the operations on what it makes. */
public final class DeploymentOperations {

    /** How the API has them; creating one knows no ConflictException. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.CUSTOM_MODEL_DEPLOYMENT, "custom-model-deployment", "custom model deployment", false);

    /** In which there is something to do. */
    public static final Set<String> OPEN = Set.of("Creating");

    /** Most deployments of an account: the service publishes no number, and all are held in memory. */
    private static final int MOST_DEPLOYMENTS = 1_000;

    private static final String NAME = "modelDeploymentName";
    private static final String ARN = "customModelDeploymentArn";
    private static final String MODEL_ARN = "modelArn";
    private static final String ACTIVE = "Active";
    private static final String DESCRIPTION = "description";
    private static final String UPDATED_TO = "updatedTo";
    private static final ResourceFilters FILTERS = new ResourceFilters(
            "createdAfter", "createdBefore", "statusEquals", "nameContains", "modelArnEquals");

    private final ResourceCalls calls;
    private final ResourceCalls customModels;
    private final ResponseBinder responses;

    DeploymentOperations(ResourceCalls calls, ResourceCalls customModels, ResponseBinder responses) {
        this.calls = calls;
        this.customModels = customModels;
        this.responses = responses;
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateCustomModelDeployment", new StoreOperation(this::create, responses),
                "GetCustomModelDeployment", new StoreOperation(this::get, responses),
                "ListCustomModelDeployments", new StoreOperation(this::list, responses),
                "UpdateCustomModelDeployment", new StoreOperation(this::update, responses),
                "DeleteCustomModelDeployment", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        String modelArn = activeModel(input);
        StoredResource made = calls.create(
                input,
                Tags.of(input.list("tags")),
                new ResourceContent(
                        String.valueOf(input.string(NAME)),
                        "Creating",
                        modelArn,
                        Set.of(modelArn),
                        ResourceDocument.empty().with(DESCRIPTION, input.string(DESCRIPTION)).json()),
                MOST_DEPLOYMENTS);
        return Map.of(ARN, made.arn());
    }

    /** The custom model that a call names, which must be ready to serve. */
    private String activeModel(BoundInput input) {
        String arn = String.valueOf(input.string(MODEL_ARN));
        StoredResource model = customModels.find(arn)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "Could not resolve the custom model from the provided model ARN."));
        if (!model.status().equals(ACTIVE)) {
            throw new ValidationException("The custom model " + model.name() + " is " + model.status()
                    + ": only one that is Active can be deployed.");
        }
        return model.arn();
    }

    private Map<String, Object> get(BoundInput input) {
        StoredResource deployment = calls.get(identifier(input));
        ResourceDocument document = ResourceDocument.of(deployment.document());
        Map<String, Object> members = describe(deployment, NAME);
        String description = document.string(DESCRIPTION);
        if (description != null) {
            members.put(DESCRIPTION, description);
        }
        String updatedTo = document.string(UPDATED_TO);
        if (updatedTo != null) {
            members.put("updateDetails", Map.of(MODEL_ARN, updatedTo, "updateStatus", "UpdateCompleted"));
        }
        return members;
    }

    private Map<String, Object> list(BoundInput input) {
        return calls.list(input, FILTERS, "modelDeploymentSummaries",
                deployment -> describe(deployment, "customModelDeploymentName"));
    }

    private static Map<String, Object> describe(StoredResource deployment, String nameMember) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(ARN, deployment.arn());
        members.put(nameMember, deployment.name());
        members.put(MODEL_ARN, String.valueOf(deployment.content().modelArn()));
        members.put("createdAt", deployment.createdAt());
        members.put("status", deployment.status());
        members.put("lastUpdatedAt", deployment.updatedAt());
        return members;
    }

    /** Calls that begin after this are answered by the other model; there is nothing to wait for. */
    private Map<String, Object> update(BoundInput input) {
        StoredResource deployment = calls.get(identifier(input));
        String modelArn = activeModel(input);
        calls.update(deployment, current -> {
            if (!current.status().equals(ACTIVE)) {
                throw new ValidationException("The custom model deployment " + current.name() + " is "
                        + current.status() + ": only one that is Active can be updated.");
            }
            return new ResourceContent(current.name(), ACTIVE, modelArn, Set.of(modelArn),
                    ResourceDocument.of(current.document()).with(UPDATED_TO, modelArn).json());
        });
        return Map.of(ARN, deployment.arn());
    }

    private Map<String, Object> delete(BoundInput input) {
        calls.delete(calls.get(identifier(input)), resource -> {});
        return Map.of();
    }

    private static String identifier(BoundInput input) {
        return String.valueOf(input.string("customModelDeploymentIdentifier"));
    }

    /** The job of one that is Creating: its model is there already. */
    static void finish(HeldJob held) {
        held.update(current -> current.content().withStatus(ACTIVE));
    }
}
