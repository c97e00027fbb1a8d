package dev.outcrop.catalog;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * From the model id of an invocation to the model: base ids, ARNs, inference profiles, ids of the configuration.
 *
 * <p>Thread-safe. The errors and their order are the service's (documentation of InvokeModel, recorded answers).
 */
public final class ModelResolver {
    private static final String INVALID = "The provided model identifier is invalid.";
    private static final String UNRESOLVED = "Could not resolve the foundation model from the provided model identifier.";

    /** Geographies of system-defined inference profiles. */
    private static final Pattern PROFILE = Pattern.compile("(us-gov|us|eu|apac|jp|au|ca|global)\\.(.+)");

    private static final Pattern ARN = Pattern
            .compile("arn:(aws(?:-[^:]+)?):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12})?:([a-z-]+)/(.+)");

    private final FoundationModels models;
    private final String region;
    private final String account;
    private final Predicate<String> configured;

    /**
     * @param configured whether the configuration serves an id that the table lacks, under the user's own name
     */
    public ModelResolver(FoundationModels models, String region, String account, Predicate<String> configured) {
        this.models = models;
        this.region = region;
        this.account = account;
        this.configured = configured;
    }

    /** @throws ServiceException when the id stands for no model that can be invoked */
    public ResolvedModel resolve(String modelId) {
        if (modelId.startsWith("arn:")) {
            return arn(modelId);
        }
        FoundationModel model = models.find(modelId).orElse(null);
        if (model != null) {
            return onDemand(modelId, model);
        }
        ResolvedModel profile = profile(modelId, modelId);
        if (profile != null) {
            return profile;
        }
        if (configured.test(modelId)) {
            return new ResolvedModel(modelId, modelId, null, null);
        }
        throw new ValidationException(INVALID);
    }

    /**
     * The same for what only asks about a model, such as counting tokens: a foundation model's id then stands for it even
     * when it can be invoked through a profile alone.
     *
     * @throws ServiceException when the id stands for no model
     */
    public ResolvedModel resolveUninvoked(String modelId) {
        return models.find(modelId)
                .map(model -> new ResolvedModel(modelId, model.modelId(), model, null))
                .orElseGet(() -> resolve(modelId));
    }

    /** @throws ValidationException when the model does not stream */
    public void requireStreaming(ResolvedModel resolved) {
        if (resolved.model() != null && !resolved.model().responseStreamingSupported()) {
            throw new ValidationException("The model is unsupported for streaming.");
        }
    }

    private ResolvedModel onDemand(String requestedId, FoundationModel model) {
        // A configured id is served as its owner wants it, whatever the real service offers it by.
        if (!model.isOnDemand() && !configured.test(model.modelId())) {
            throw new ValidationException("Invocation of model ID " + requestedId + " with on-demand throughput isn’t"
                    + " supported. Retry your request with the ID or ARN of an inference profile that contains this"
                    + " model.");
        }
        return new ResolvedModel(requestedId, model.modelId(), model, null);
    }

    private @Nullable ResolvedModel profile(String requestedId, String profileId) {
        Matcher matcher = PROFILE.matcher(profileId);
        if (!matcher.matches()) {
            return null;
        }
        FoundationModel model = models.find(matcher.group(2)).orElse(null);
        return model == null ? null : new ResolvedModel(requestedId, model.modelId(), model, profileId);
    }

    private ResolvedModel arn(String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw new ValidationException(INVALID);
        }
        String id = matcher.group(6);
        if (!matcher.group(2).equals("bedrock")) {
            throw new ResourceNotFoundException(UNRESOLVED);
        }
        // A model of another region is known there, not here.
        if (!matcher.group(3).equals(region)) {
            throw new ValidationException(INVALID);
        }
        String owner = matcher.group(4);
        boolean own = account.equals(owner);
        return switch (matcher.group(5)) {
            case "foundation-model" -> {
                FoundationModel model = owner == null ? models.find(id).orElse(null) : null;
                if (model == null) {
                    throw new ValidationException(INVALID);
                }
                yield onDemand(arn, model);
            }
            case "inference-profile" -> {
                ResolvedModel profile = own ? profile(arn, id) : null;
                if (profile == null) {
                    throw new ValidationException(INVALID);
                }
                yield profile;
            }
            case "prompt" ->
                throw new AccessDeniedException(
                        "Your account is not authorized to invoke this API operation with a prompt resource.");
            case "provisioned-model", "custom-model-deployment", "imported-model", "application-inference-profile",
                    "custom-model", "prompt-router", "default-prompt-router" ->
                throw new ResourceNotFoundException(UNRESOLVED);
            default -> throw new ValidationException(INVALID);
        };
    }
}
