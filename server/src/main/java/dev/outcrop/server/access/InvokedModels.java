package dev.outcrop.server.access;

import java.util.function.Function;
import java.util.stream.Stream;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.wire.error.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * What using a model needs: the action on what the call names (foundation model, provisioned throughput, deployment, imported
 * model), or on the inference profile and on every foundation model that it leads to. (Amazon Bedrock user guide, "Prerequisites
 * for inference profiles".)
 */
final class InvokedModels {
    private final ModelResolver resolver;
    private final ResourceArns arns;

    InvokedModels(ModelResolver resolver, ResourceArns arns) {
        this.resolver = resolver;
        this.arns = arns;
    }

    /** What invoking needs: leave for what the call names, and for the models that a profile leads to. */
    Stream<Need> invoked(String action, String modelId) {
        ResolvedModel model = resolve(modelId, resolver::resolve);
        if (model == null) {
            return unknown(action, modelId);
        }
        return model.inferenceProfileArn() == null
                ? Stream.of(new Need(action, model.resourceArn()))
                : Stream.concat(Stream.of(new Need(action, model.resourceArn())), behind(action, model));
    }

    /** What asking about a model needs: leave for the models alone, by whatever name they are asked about. */
    Stream<Need> uninvoked(String action, String modelId) {
        ResolvedModel model = resolve(modelId, resolver::resolveUninvoked);
        return model == null ? unknown(action, modelId) : behind(action, model);
    }

    private static Stream<Need> behind(String action, ResolvedModel model) {
        return model.modelArns().stream().map(arn -> new Need(action, arn, model.inferenceProfileArn()));
    }

    /** Null for what stands for no model that can be used now. */
    private static @Nullable ResolvedModel resolve(String modelId, Function<String, ResolvedModel> resolution) {
        try {
            return resolution.apply(modelId);
        } catch (ServiceException e) {
            return null;
        }
    }

    /** That there is no such model is news for callers who might have used it, not for others. */
    private Stream<Need> unknown(String action, String modelId) {
        return Stream.of(
                new Need(
                        action,
                        ResourceArns.isArn(modelId) ? arns.canonical(modelId) : arns.own("foundation-model", modelId)));
    }
}
