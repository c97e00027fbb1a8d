package dev.outcrop.server.control.model;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.server.control.ResourceDocument;
import dev.outcrop.server.control.ResourceFilters;
import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.model.LoadedWeights;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import org.jspecify.annotations.Nullable;

/**
 * ListImportedModels, GetImportedModel and DeleteImportedModel.
 *
 * <p>A model can be deleted while calls run: they end as they would have, and new ones find no model.
 */
public final class ImportedModelOperations {

    /** How the API has them. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.IMPORTED_MODEL, "imported-model", "imported model", true);

    private static final String ARCHITECTURE = "modelArchitecture";
    private static final String INSTRUCT = "instructSupported";
    private static final String KEY = "modelKmsKeyArn";
    private static final String JOB_NAME = "jobName";
    private static final String JOB_ARN = "jobArn";
    private static final String BYTES = "bytes";

    /** Weights that one custom model unit stands for; the service publishes no rule, only examples of this size. */
    private static final long BYTES_PER_UNIT = 16L << 30;

    private static final ResourceFilters FILTERS = new ResourceFilters(
            "creationTimeAfter", "creationTimeBefore", null, "nameContains", null);

    private final ResourceCalls calls;
    private final ModelArtifacts artifacts;
    private final ResponseBinder responses;

    ImportedModelOperations(ResourceCalls calls, ModelArtifacts artifacts, ResponseBinder responses) {
        this.calls = calls;
        this.artifacts = artifacts;
        this.responses = responses;
    }

    /** What is kept of a model that a job has made. */
    static ResourceDocument document(
            StoredResource job, @Nullable Object source, @Nullable String key, LoadedWeights weights) {
        return ResourceDocument.empty()
                .with(JOB_NAME, job.name())
                .with(JOB_ARN, job.arn())
                .with(ImportJobOperations.SOURCE, source)
                .with(KEY, key)
                .with(ARCHITECTURE, weights.architecture())
                .with(INSTRUCT, weights.converses())
                .with(BYTES, weights.bytes());
    }

    /** Whether a job of this name has made a model. */
    static boolean isMadeBy(StoredResource model, String jobName) {
        return jobName.equals(ResourceDocument.of(model.document()).string(JOB_NAME));
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "GetImportedModel", new StoreOperation(this::get, responses),
                "ListImportedModels", new StoreOperation(this::list, responses),
                "DeleteImportedModel", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> get(BoundInput input) {
        StoredResource model = calls.get(identifier(input));
        ResourceDocument document = ResourceDocument.of(model.document());
        Map<String, Object> members = summary(model);
        for (String member : new String[]{JOB_NAME, JOB_ARN, ImportJobOperations.SOURCE, KEY}) {
            Object value = document.get(member);
            if (value != null) {
                members.put(member, value);
            }
        }
        Long bytes = document.number(BYTES);
        long units = bytes == null ? 1 : Math.ceilDiv(bytes, BYTES_PER_UNIT);
        members.put("customModelUnits", Map.of(
                "customModelUnitsPerModelCopy", Math.toIntExact(Math.max(1, units)),
                "customModelUnitsVersion", "v1.0"));
        return members;
    }

    private Map<String, Object> list(BoundInput input) {
        return calls.list(input, FILTERS, "modelSummaries", ImportedModelOperations::summary);
    }

    /** What GetImportedModel and ListImportedModels both say. */
    private static Map<String, Object> summary(StoredResource model) {
        ResourceDocument document = ResourceDocument.of(model.document());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("modelArn", model.arn());
        members.put("modelName", model.name());
        members.put("creationTime", model.createdAt());
        members.put(INSTRUCT, Boolean.TRUE.equals(document.get(INSTRUCT)));
        members.put(ARCHITECTURE, String.valueOf(document.string(ARCHITECTURE)));
        return members;
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
}
