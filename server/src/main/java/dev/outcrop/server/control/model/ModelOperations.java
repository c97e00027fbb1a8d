package dev.outcrop.server.control.model;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.SystemProfiles;
import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.server.job.JobRunner;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.wire.bind.ResponseBinder;

/** Puts together the operations of this package and their jobs. */
public final class ModelOperations {

    /** Loads and copies are the disk's work: more at once would not be faster. */
    private static final int LOADS_AT_ONCE = 2;

    private static final int TRANSITIONS_AT_ONCE = 4;

    /**
     * What they work with.
     *
     * @param ids a new one each time: twelve lower-case letters and digits
     */
    public record Parts(
            AccountResources resources, FoundationModels models, ModelResolver resolver, Supplier<String> ids,
            InstantSource clock) {

        private ResourceCalls calls(ResourceCalls.Kind kind) {
            return new ResourceCalls(resources, kind, ids, clock);
        }
    }

    private ModelOperations() {}

    /** By operation name. */
    public static Map<String, OperationHandler> handlers(Parts parts, ResponseBinder responses) {
        ResourceCalls customModels = parts.calls(CustomModelOperations.KIND);
        String region = parts.resources().scope().region();
        String account = parts.resources().scope().account();
        Map<String, OperationHandler> handlers = new HashMap<>();
        handlers.putAll(new InferenceProfileOperations(
                parts.calls(InferenceProfileOperations.KIND),
                parts.resources().store().resources(),
                new SystemProfiles(parts.models(), region, account),
                parts.resolver(),
                responses).handlers());
        handlers.putAll(new ProvisionedThroughputOperations(
                parts.calls(ProvisionedThroughputOperations.KIND),
                new ProvisionedModels(parts.models(), customModels, parts.resolver()::isConfigured),
                parts.resources().limits().modelUnits(),
                parts.clock(),
                responses).handlers());
        handlers.putAll(new CustomModelOperations(customModels, parts.resources().artifacts(), responses).handlers());
        handlers.putAll(new DeploymentOperations(
                parts.calls(DeploymentOperations.KIND), customModels, responses).handlers());
        handlers.putAll(new CopyJobOperations(
                parts.calls(CopyJobOperations.KIND), customModels, parts.ids(), responses).handlers());
        ResourceCalls importedModels = parts.calls(ImportedModelOperations.KIND);
        handlers.putAll(new ImportJobOperations(
                parts.calls(ImportJobOperations.KIND), importedModels, parts.resources(), parts.ids(),
                responses).handlers());
        handlers.putAll(new ImportedModelOperations(
                importedModels, parts.resources().artifacts(), responses).handlers());
        handlers.putAll(new AgreementOperations(parts.models(), region, responses).handlers());
        handlers.putAll(AbsentResources.handlers(responses));
        return handlers;
    }

    /** Begins to do what these operations leave to be done. */
    public static void startJobs(Parts parts) {
        JobRunner jobs = parts.resources().jobs();
        jobs.start(ResourceKind.PROVISIONED_THROUGHPUT, ProvisionedThroughputOperations.OPEN, TRANSITIONS_AT_ONCE,
                ProvisionedThroughputOperations::finish);
        jobs.start(ResourceKind.CUSTOM_MODEL_DEPLOYMENT, DeploymentOperations.OPEN, TRANSITIONS_AT_ONCE,
                DeploymentOperations::finish);
        jobs.start(ResourceKind.CUSTOM_MODEL, CustomModelOperations.OPEN, LOADS_AT_ONCE,
                held -> CustomModelOperations.load(held, parts.resources().artifacts()));
        jobs.start(ResourceKind.MODEL_COPY_JOB, CopyJobOperations.OPEN, LOADS_AT_ONCE,
                held -> CopyJobOperations.copy(held, parts.resources()));
        jobs.start(ResourceKind.MODEL_IMPORT_JOB, ImportJobOperations.OPEN,
                parts.resources().limits().importsAtOnce(),
                held -> ImportJobOperations.run(held, parts.resources(), parts.clock()));
    }
}
