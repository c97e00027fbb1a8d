package dev.outcrop.server.control.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.outcrop.catalog.Arns;
import dev.outcrop.server.control.KmsKeys;
import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.server.control.ResourceDocument;
import dev.outcrop.server.control.ResourceFilters;
import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.control.TagOperations;
import dev.outcrop.server.control.Tags;
import dev.outcrop.server.job.HeldJob;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.server.model.ModelArtifacts.ArtifactException;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.resource.NewResource;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.ResourceQuery;
import dev.outcrop.store.resource.ResourceWrite;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.store.tag.TagStore;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ServiceQuotaExceededException;

/**
 * CreateModelCopyJob, GetModelCopyJob and ListModelCopyJobs: copies of custom models within this installation. The target's
 * ARN is known from the start; the model is there once the job is Completed.
 */
public final class CopyJobOperations {

    /** How the API has them. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.MODEL_COPY_JOB, "model-copy-job", "model copy job", true);

    /** In which there is something to do. */
    public static final Set<String> OPEN = Set.of("InProgress");

    private static final String SOURCE = "sourceModelArn";
    private static final String SOURCE_NAME = "sourceModelName";
    private static final String TARGET = "targetModelArn";
    private static final String TARGET_NAME = "targetModelName";
    private static final String TARGET_TAGS = "targetModelTags";
    private static final String TARGET_KEY = "targetModelKmsKeyArn";
    private static final String FAILURE = "failureMessage";
    private static final String COMPLETED = "Completed";
    private static final ResourceFilters FILTERS = new ResourceFilters(
            "creationTimeAfter", "creationTimeBefore", "statusEquals", "targetModelNameContains",
            "sourceModelArnEquals");

    /** No status of any job. */
    private static final String NONE = "-";

    private final ResourceCalls calls;
    private final ResourceCalls customModels;
    private final Supplier<String> ids;
    private final ResponseBinder responses;

    CopyJobOperations(
            ResourceCalls calls, ResourceCalls customModels, Supplier<String> ids,
            ResponseBinder responses) {
        this.calls = calls;
        this.customModels = customModels;
        this.ids = ids;
        this.responses = responses;
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateModelCopyJob", new StoreOperation(this::create, responses),
                "GetModelCopyJob", new StoreOperation(this::get, responses),
                "ListModelCopyJobs", new StoreOperation(this::list, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        String sourceArn = String.valueOf(input.string(SOURCE));
        StoredResource source = customModels.find(sourceArn)
                .filter(model -> model.status().equals("Active"))
                .orElseThrow(() -> new ResourceNotFoundException("There is no Active custom model " + sourceArn
                        + " here. Models of other Regions and accounts, and foundation models, cannot be copied."));
        Map<String, String> tags = Tags.of(input.list(TARGET_TAGS));
        String target = customModels.arn(ids.get());
        if (tags.size() > TagStore.MOST_TAGS) {
            throw TagOperations.tooMany(target);
        }
        ResourceDocument document = ResourceDocument.empty()
                .with(TARGET, target)
                .with(SOURCE_NAME, source.name())
                .with(TARGET_TAGS, tags.isEmpty() ? null : tags)
                .with(TARGET_KEY, KmsKeys.arn(input.string("modelKmsKeyId"), calls.scope()));
        StoredResource made = calls.create(
                input,
                Map.of(),
                new ResourceContent(
                        String.valueOf(input.string(TARGET_NAME)),
                        "InProgress",
                        source.arn(),
                        Set.of(source.arn()),
                        document.json()),
                1,
                Quota.NONE,
                () -> new ServiceQuotaExceededException("The account can have no more copy jobs."));
        return Map.of("jobArn", made.arn());
    }

    private Map<String, Object> get(BoundInput input) {
        return describe(calls.get(String.valueOf(input.string("jobArn"))));
    }

    private Map<String, Object> list(BoundInput input) {
        String account = input.string("sourceAccountEquals");
        ResourceQuery query = FILTERS.query(input);
        if (account != null && !account.equals(calls.scope().account())) {
            query = new ResourceQuery(query.ascending(), null, null, NONE, null, null);
        }
        return calls.list(input, query, "modelCopyJobSummaries", this::describe);
    }

    private Map<String, Object> describe(StoredResource job) {
        ResourceDocument document = ResourceDocument.of(job.document());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jobArn", job.arn());
        members.put("status", job.status());
        members.put("creationTime", job.createdAt());
        members.put(TARGET_NAME, job.name());
        members.put("sourceAccountId", calls.scope().account());
        members.put(SOURCE, String.valueOf(job.content().modelArn()));
        for (String member : new String[]{TARGET, SOURCE_NAME, TARGET_KEY, FAILURE}) {
            String value = document.string(member);
            if (value != null) {
                members.put(member, value);
            }
        }
        Map<String, String> tags = tags(document);
        if (!tags.isEmpty()) {
            members.put(TARGET_TAGS, Tags.list(tags));
        }
        return members;
    }

    private static Map<String, String> tags(ResourceDocument document) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (document.get(TARGET_TAGS) instanceof Map<?, ?> kept) {
            kept.forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
        }
        return tags;
    }

    /** The job itself: the weights first, then the model, so that no model is ever without. */
    static void copy(HeldJob held, AccountResources resources) throws InterruptedException {
        ModelArtifacts artifacts = resources.artifacts();
        StoredResource job = held.resource();
        ResourceDocument document = ResourceDocument.of(job.document());
        String target = String.valueOf(document.string(TARGET));
        if (resources.store().resources().findByArn(target).isEmpty()) {
            try {
                artifacts.copy(String.valueOf(job.content().modelArn()), target);
            } catch (ArtifactException e) {
                held.update(current -> CustomModelOperations.failed(current, String.valueOf(e.getMessage())));
                return;
            }
            ResourceWrite write = resources.store()
                    .resources()
                    .create(resources.scope(), model(job, document, target));
            if (write instanceof ResourceWrite.Refused refused) {
                artifacts.delete(target);
                String reason = refused == ResourceWrite.Refused.NAME_TAKEN
                        ? "Another custom model in your account already has the name " + job.name() + "."
                        : "The account has the most custom models that it can have.";
                held.update(current -> CustomModelOperations.failed(current, reason));
                return;
            }
        }
        held.update(current -> current.content().withStatus(COMPLETED).withUses(Set.of()));
    }

    private static NewResource model(StoredResource job, ResourceDocument document, String target) {
        ResourceDocument copied = ResourceDocument.empty()
                .with(CustomModelOperations.KEY, document.string(TARGET_KEY));
        return new NewResource(
                ResourceKind.CUSTOM_MODEL,
                Arns.id(target),
                target,
                new ResourceContent(job.name(), "Active", null, Set.of(), copied.json()),
                tags(document),
                null,
                1,
                Quota.of(CustomModelOperations.MOST_MODELS),
                Instant.now());
    }
}
