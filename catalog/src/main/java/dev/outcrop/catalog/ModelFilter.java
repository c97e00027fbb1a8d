package dev.outcrop.catalog;

import org.jspecify.annotations.Nullable;

/** The filters of ListFoundationModels; null admits all, and what is set must all hold. */
public record ModelFilter(
        @Nullable String byProvider,
        @Nullable String byCustomizationType,
        @Nullable String byOutputModality,
        @Nullable String byInferenceType) {

    /** Admits every model. */
    public static final ModelFilter ALL = new ModelFilter(null, null, null, null);

    boolean admits(FoundationModel model) {
        return (byProvider == null || model.providerName().equalsIgnoreCase(byProvider))
                && (byCustomizationType == null || model.customizationsSupported().contains(byCustomizationType))
                && (byOutputModality == null || model.outputModalities().contains(byOutputModality))
                && (byInferenceType == null || model.inferenceTypesSupported().contains(byInferenceType));
    }
}
