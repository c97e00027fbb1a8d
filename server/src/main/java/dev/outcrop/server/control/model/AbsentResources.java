package dev.outcrop.server.control.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ResourceNotFoundException;

/**
 * Kinds of resources that this product has no way to make: fine-tuning jobs, prompt routers, marketplace endpoints. Making
 * one answers that it is not available (as every operation that is not built does); asking for them has an honest answer,
 * which is that there are none.
 */
final class AbsentResources {

    private record Absent(String noun, String list, String member, String identifier, List<String> operations) {}

    private static final List<Absent> ABSENT = List.of(
            new Absent("model customization job", "ListModelCustomizationJobs", "modelCustomizationJobSummaries",
                    "jobIdentifier", List.of("GetModelCustomizationJob", "StopModelCustomizationJob")),
            new Absent("prompt router", "ListPromptRouters", "promptRouterSummaries", "promptRouterArn",
                    List.of("GetPromptRouter", "DeletePromptRouter")),
            new Absent("endpoint", "ListMarketplaceModelEndpoints", "marketplaceModelEndpoints", "endpointArn",
                    List.of("GetMarketplaceModelEndpoint", "UpdateMarketplaceModelEndpoint",
                            "DeleteMarketplaceModelEndpoint", "DeregisterMarketplaceModelEndpoint")));

    private AbsentResources() {}

    /** By operation name. */
    static Map<String, OperationHandler> handlers(ResponseBinder responses) {
        Map<String, OperationHandler> handlers = new HashMap<>();
        for (Absent absent : ABSENT) {
            handlers.put(absent.list(), new StoreOperation(input -> Map.of(absent.member(), List.of()), responses));
            for (String operation : absent.operations()) {
                handlers.put(operation, new StoreOperation(input -> {
                    throw new ResourceNotFoundException("The " + absent.noun() + " "
                            + input.string(absent.identifier()) + " does not exist.");
                }, responses));
            }
        }
        return handlers;
    }
}
