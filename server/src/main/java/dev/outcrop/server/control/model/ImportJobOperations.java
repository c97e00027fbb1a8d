package dev.outcrop.server.control.model;

import java.time.InstantSource;
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
import dev.outcrop.server.model.LoadedWeights;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.server.model.ModelArtifacts.ArtifactException;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.resource.NewResource;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.ResourceStore;
import dev.outcrop.store.resource.ResourceWrite;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.store.tag.TagStore;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ConflictException;
import dev.outcrop.wire.error.ServiceQuotaExceededException;
import dev.outcrop.wire.error.ValidationException;

/**
 * CreateModelImportJob, GetModelImportJob and ListModelImportJobs. The model's ARN is decided with the job, so that a job
 * which is begun again after a crash makes the same model; it is told once the model is there.
 */
public final class ImportJobOperations {

    /** How the API has them. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.MODEL_IMPORT_JOB, "model-import-job", "model import job", true);

    /** In which there is something to do. */
    public static final Set<String> OPEN = Set.of("InProgress");

    static final String SOURCE = "modelDataSource";

    private static final String JOB_NAME = "jobName";
    private static final String MODEL_NAME = "importedModelName";
    private static final String MODEL_ARN = "importedModelArn";
    private static final String MODEL_TAGS = "importedModelTags";
    private static final String MODEL_KEY = "importedModelKmsKeyArn";
    private static final String ROLE = "roleArn";
    private static final String VPC = "vpcConfig";
    private static final String FAILURE = "failureMessage";
    private static final String COMPLETED = "Completed";
    private static final ResourceFilters FILTERS = new ResourceFilters(
            "creationTimeAfter", "creationTimeBefore", "statusEquals", "nameContains", null);

    private final ResourceCalls calls;
    private final ResourceCalls importedModels;
    private final AccountResources resources;
    private final Supplier<String> ids;
    private final ResponseBinder responses;

    ImportJobOperations(
            ResourceCalls calls, ResourceCalls importedModels, AccountResources resources, Supplier<String> ids,
            ResponseBinder responses) {
        this.calls = calls;
        this.importedModels = importedModels;
        this.resources = resources;
        this.ids = ids;
        this.responses = responses;
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateModelImportJob", new StoreOperation(this::create, responses),
                "GetModelImportJob", new StoreOperation(this::get, responses),
                "ListModelImportJobs", new StoreOperation(this::list, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        Object folder = input.structure(SOURCE).get("s3DataSource");
        if (!(folder instanceof Map<?, ?>)) {
            throw new ValidationException("The request lacks modelDataSource.s3DataSource.");
        }
        String modelName = String.valueOf(input.string(MODEL_NAME));
        Map<String, String> modelTags = Tags.of(input.list(MODEL_TAGS));
        String model = importedModels.arn(ids.get());
        if (modelTags.size() > TagStore.MOST_TAGS) {
            throw TagOperations.tooMany(model);
        }
        String jobName = String.valueOf(input.string(JOB_NAME));
        requireFreeName(modelName, jobName);
        ResourceDocument document = ResourceDocument.empty()
                .with(SOURCE, input.structure(SOURCE))
                .with(MODEL_NAME, modelName)
                .with(MODEL_ARN, model)
                .with(MODEL_TAGS, modelTags.isEmpty() ? null : modelTags)
                .with(MODEL_KEY, KmsKeys.arn(input.string("importedModelKmsKeyId"), calls.scope()))
                .with(ROLE, input.string(ROLE))
                .with(VPC, input.get(VPC));
        StoredResource made = calls.create(
                input,
                Tags.of(input.list("jobTags")),
                new ResourceContent(jobName, "InProgress", null, Set.of(), document.json()),
                1,
                quota(),
                ImportJobOperations::tooMany);
        return Map.of("jobArn", made.arn());
    }

    /**
     * What would fail in the end is said at once. A model that a job of this name has made may be this very call's, made
     * before: whether it is, or the job's name is taken, is then decided with the job.
     */
    private void requireFreeName(String modelName, String jobName) {
        boolean taken = importedModels.find(modelName)
                .filter(model -> model.name().equals(modelName))
                .filter(model -> !ImportedModelOperations.isMadeBy(model, jobName))
                .isPresent();
        if (taken) {
            throw new ConflictException(
                    "Another imported model in your account already has the name " + modelName + ".");
        }
    }

    /** Jobs under way and models there are share one limit. */
    private Quota quota() {
        long models = resources.store().resources().count(calls.scope(), ResourceKind.IMPORTED_MODEL, Set.of());
        return new Quota(resources.limits().importedModels() - models, OPEN);
    }

    private static ServiceQuotaExceededException tooMany() {
        return new ServiceQuotaExceededException(
                "The account can have no more imported models. Delete one, or raise imports.models.");
    }

    private Map<String, Object> get(BoundInput input) {
        StoredResource job = calls.get(String.valueOf(input.string("jobIdentifier")));
        ResourceDocument document = ResourceDocument.of(job.document());
        Map<String, Object> members = summary(job);
        for (String member : new String[]{ROLE, SOURCE, VPC, FAILURE, MODEL_KEY}) {
            Object value = document.get(member);
            if (value != null) {
                members.put(member, value);
            }
        }
        return members;
    }

    private Map<String, Object> list(BoundInput input) {
        return calls.list(input, FILTERS, "modelImportJobSummaries", ImportJobOperations::summary);
    }

    /** What GetModelImportJob and ListModelImportJobs both say. */
    private static Map<String, Object> summary(StoredResource job) {
        ResourceDocument document = ResourceDocument.of(job.document());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jobArn", job.arn());
        members.put(JOB_NAME, job.name());
        members.put("status", job.status());
        members.put(MODEL_NAME, String.valueOf(document.string(MODEL_NAME)));
        members.put("creationTime", job.createdAt());
        members.put("lastModifiedTime", job.updatedAt());
        if (job.status().equals(COMPLETED)) {
            members.put(MODEL_ARN, String.valueOf(document.string(MODEL_ARN)));
        }
        if (!OPEN.contains(job.status())) {
            // The end is the last change of a job.
            members.put("endTime", job.updatedAt());
        }
        return members;
    }

    /** The job itself: the weights first, then the model, so that no model is ever without. */
    static void run(HeldJob held, AccountResources resources, InstantSource clock) throws InterruptedException {
        StoredResource job = held.resource();
        ResourceDocument document = ResourceDocument.of(job.document());
        String arn = String.valueOf(document.string(MODEL_ARN));
        ModelArtifacts artifacts = resources.artifacts();
        ResourceStore store = resources.store().resources();
        if (store.findByArn(arn).isEmpty()) {
            LoadedWeights weights;
            try {
                weights = artifacts.load(folder(document), arn);
            } catch (ArtifactException e) {
                held.update(current -> CustomModelOperations.failed(current, String.valueOf(e.getMessage())));
                return;
            }
            ResourceWrite write = store.create(
                    resources.scope(), model(job, document, weights, resources.limits().importedModels(), clock));
            if (write instanceof ResourceWrite.Refused refused) {
                artifacts.delete(arn);
                String reason = refused == ResourceWrite.Refused.NAME_TAKEN
                        ? "Another imported model in your account already has this name. Import it under another."
                        : String.valueOf(tooMany().getMessage());
                held.update(current -> CustomModelOperations.failed(current, reason));
                return;
            }
        }
        held.update(current -> current.content().withStatus(COMPLETED));
    }

    private static String folder(ResourceDocument document) {
        return document.get(SOURCE) instanceof Map<?, ?> source
                && source.get("s3DataSource") instanceof Map<?, ?> folder ? String.valueOf(folder.get("s3Uri")) : "";
    }

    private static NewResource model(
            StoredResource job, ResourceDocument document, LoadedWeights weights, long most, InstantSource clock) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (document.get(MODEL_TAGS) instanceof Map<?, ?> kept) {
            kept.forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
        }
        String arn = String.valueOf(document.string(MODEL_ARN));
        ResourceContent content = new ResourceContent(
                String.valueOf(document.string(MODEL_NAME)),
                "Active",
                null,
                Set.of(),
                ImportedModelOperations.document(job, document.get(SOURCE), document.string(MODEL_KEY), weights)
                        .json());
        return new NewResource(
                ResourceKind.IMPORTED_MODEL, Arns.id(arn), arn, content, tags, null, 1, Quota.of(most),
                clock.instant());
    }
}
