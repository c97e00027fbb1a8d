package dev.outcrop.catalog;

import java.util.List;

/**
 * A foundation model as ListFoundationModels describes it. Lists keep the service's values, which are more than the
 * published enums ({@code VIDEO}, {@code SPEECH}, {@code INFERENCE_PROFILE} ...).
 */
public record FoundationModel(
        String modelId,
        String modelName,
        String providerName,
        List<String> inputModalities,
        List<String> outputModalities,
        boolean responseStreamingSupported,
        List<String> customizationsSupported,
        List<String> inferenceTypesSupported,
        Lifecycle lifecycle) {

    /** Whether a model is still offered to new callers; both can be invoked. */
    public enum Lifecycle {
        ACTIVE, LEGACY
    }

    public FoundationModel {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
        customizationsSupported = List.copyOf(customizationsSupported);
        inferenceTypesSupported = List.copyOf(inferenceTypesSupported);
    }

    /** The model's ARN in a region; the account field of foundation models is empty. */
    public String arn(String region) {
        return arnPrefix(region) + modelId;
    }

    /** What the ARNs of a region's foundation models begin with. */
    static String arnPrefix(String region) {
        return Arns.in(region, "", "foundation-model", "");
    }

    /** Whether the bare id can be invoked. */
    public boolean isOnDemand() {
        return inferenceTypesSupported.contains("ON_DEMAND");
    }
}
