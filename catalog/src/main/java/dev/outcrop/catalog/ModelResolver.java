package dev.outcrop.catalog;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.ModelNotReadyException;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * From the model id of an invocation to the model: base ids, inference profiles, ids of the
 * configuration, and what the account has made: application profiles, capacity, deployments, imported models.
 *
 * <p>Thread-safe. The errors and their order are the service's (documentation of InvokeModel, recorded answers).
 */
public final class ModelResolver {
    private static final String INVALID = "The provided model identifier is invalid.";
    private static final String UNRESOLVED = "Could not resolve the foundation model from the provided model identifier.";

    private static final Pattern ARN = Pattern
            .compile("arn:(aws(?:-[^:]+)?):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12})?:([a-z-]+)/(.+)");

    private final FoundationModels models;
    private final String region;
    private final String account;
    private final SystemProfiles profiles;
    private final AccountModels own;
    private final Predicate<String> configured;

    /**
     * @param own what the account has made
     * @param configured whether the configuration serves an id that the table lacks, under the user's own name
     */
    public ModelResolver(FoundationModels models, String region, String account, AccountModels own,
            Predicate<String> configured) {
        this.models = models;
        this.region = region;
        this.account = account;
        this.profiles = new SystemProfiles(models, region, account);
        this.own = own;
        this.configured = configured;
    }

    /** Whether the configuration names this id, so that it is served as its owner wants it. */
    public boolean isConfigured(String modelId) {
        return configured.test(modelId);
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
        if (isConfigured(modelId)) {
            String arn = FoundationModel.arnPrefix(region) + modelId;
            return new ResolvedModel(modelId, modelId, null, null, arn, List.of(arn));
        }
        AccountModel.Provisioned provisioned = own.provisioned(modelId).orElse(null);
        if (provisioned != null) {
            return provisioned(modelId, provisioned);
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
                .map(model -> of(modelId, model))
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
        if (!model.isOnDemand() && !isConfigured(model.modelId())) {
            throw onDemandUnsupported(requestedId);
        }
        return of(requestedId, model);
    }

    private static ValidationException onDemandUnsupported(String requestedId) {
        return new ValidationException("Invocation of model ID " + requestedId + " with on-demand throughput isn’t"
                + " supported. Retry your request with the ID or ARN of an inference profile that contains this"
                + " model.");
    }

    private ResolvedModel of(String requestedId, FoundationModel model) {
        String arn = model.arn(region);
        return new ResolvedModel(requestedId, model.modelId(), model, null, arn, List.of(arn));
    }

    private @Nullable ResolvedModel profile(String requestedId, String profileId) {
        return profiles.find(profileId)
                .map(profile -> new ResolvedModel(requestedId, profile.model().modelId(), profile.model(), profileId,
                        profile.arn(), profile.modelArns()))
                .orElse(null);
    }

    private ResolvedModel provisioned(String requestedId, AccountModel.Provisioned provisioned) {
        requireReady(provisioned.readiness());
        return served(requestedId, provisioned.arn(), provisioned.modelArn());
    }

    /** A model that capacity or a deployment serves, whatever it could be invoked by otherwise. */
    private ResolvedModel served(String requestedId, String resourceArn, String modelArn) {
        String prefix = FoundationModel.arnPrefix(region);
        if (modelArn.startsWith(prefix)) {
            String modelId = modelArn.substring(prefix.length());
            FoundationModel model = models.find(modelId).orElse(null);
            if (model == null && !isConfigured(modelId)) {
                throw unresolved();
            }
            return new ResolvedModel(requestedId, modelId, model, null, resourceArn, List.of(modelArn));
        }
        if (own.find(modelArn).orElse(null) instanceof AccountModel.Custom custom) {
            requireReady(custom.readiness());
            return weights(requestedId, resourceArn, modelArn);
        }
        throw unresolved();
    }

    /** A model with weights of its own, named by the end of its ARN. */
    private static ResolvedModel weights(String requestedId, String resourceArn, String modelArn) {
        String modelId = modelArn.substring(modelArn.lastIndexOf(':') + 1);
        return new ResolvedModel(requestedId, modelId, null, null, resourceArn, List.of(modelArn));
    }

    private ResolvedModel own(String arn) {
        return switch (own.find(arn).orElseThrow(ModelResolver::unresolved)) {
            case AccountModel.Profile profile -> resolve(profile.source()).by(arn, arn);
            case AccountModel.Provisioned provisioned -> provisioned(arn, provisioned);
            case AccountModel.Deployment deployment -> {
                requireReady(deployment.readiness());
                yield served(arn, arn, deployment.modelArn());
            }
            case AccountModel.Custom _ -> throw onDemandUnsupported(arn);
            case AccountModel.Imported _ -> weights(arn, arn, arn);
        };
    }

    private static void requireReady(AccountModel.Readiness readiness) {
        switch (readiness) {
            case READY -> {}
            case PREPARING -> throw new ModelNotReadyException(
                    "The model is not ready for inference yet. Wait and try your request again.");
            case FAILED -> throw new ValidationException("The model could not be made ready for inference.");
        }
    }

    private static ResourceNotFoundException unresolved() {
        return new ResourceNotFoundException(UNRESOLVED);
    }

    private ResolvedModel arn(String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw new ValidationException(INVALID);
        }
        String id = matcher.group(6);
        if (!matcher.group(2).equals("bedrock")) {
            throw unresolved();
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
                    "custom-model" ->
                own(arn);
            case "prompt-router", "default-prompt-router" -> throw unresolved();
            default -> throw new ValidationException(INVALID);
        };
    }
}
