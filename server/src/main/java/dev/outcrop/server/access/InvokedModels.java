package dev.outcrop.server.access;

import java.util.function.Function;
import java.util.stream.Stream;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.wire.error.ServiceException;

/**
 * What using a model needs: the action on what the call names (foundation model, provisioned throughput, deployment,
 * imported model), or on the inference profile and on every foundation model that it leads to. (Amazon Bedrock user guide, "Prerequisites for inference profiles".)
 */
final class InvokedModels {
    private static final String FOUNDATION_MODEL = "foundation-model";

    private final ModelResolver resolver;
    private final ResourceArns arns;

    InvokedModels(ModelResolver resolver, ResourceArns arns) {
        this.resolver = resolver;
        this.arns = arns;
    }

    /** What invoking needs. */
    Stream<Need> invoked(String action, String modelId) {
        return needs(action, modelId, resolver::resolve);
    }

    /** What asking about a model needs. */
    Stream<Need> uninvoked(String action, String modelId) {
        return needs(action, modelId, resolver::resolveUninvoked);
    }

    private Stream<Need> needs(String action, String modelId, Function<String, ResolvedModel> resolution) {
        ResolvedModel model;
        try {
            model = resolution.apply(modelId);
        } catch (ServiceException e) {
            // That there is no such model is news for callers who might have used it, not for others.
            String arn = ResourceArns.isArn(modelId)
                    ? arns.canonical(modelId)
                    : arns.own(FOUNDATION_MODEL, modelId);
            return Stream.of(new Need(action, arn));
        }
        String profile = model.inferenceProfileArn();
        if (profile == null) {
            return Stream.of(new Need(action, model.resourceArn()));
        }
        return Stream.concat(
                Stream.of(new Need(action, profile)),
                model.modelArns().stream().map(arn -> new Need(action, arn, profile)));
    }
}
