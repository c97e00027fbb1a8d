package dev.outcrop.server.control.model;

import java.util.List;
import java.util.Map;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ResourceNotFoundException;

/**
 * The operations on agreements with model providers, and on what an account says it uses models for. There is nobody to
 * agree with: every model is available without, no offers are made, and what is said is not kept.
 */
final class AgreementOperations {
    private final FoundationModels models;
    private final String region;
    private final ResponseBinder responses;

    AgreementOperations(FoundationModels models, String region, ResponseBinder responses) {
        this.models = models;
        this.region = region;
        this.responses = responses;
    }

    /** By operation name. */
    Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateFoundationModelAgreement",
                new StoreOperation(input -> Map.of("modelId", known(input)), responses),
                "DeleteFoundationModelAgreement",
                new StoreOperation(input -> {
                    known(input);
                    return Map.of();
                }, responses),
                "ListFoundationModelAgreementOffers",
                new StoreOperation(input -> Map.of("modelId", known(input), "offers", List.of()), responses),
                "PutUseCaseForModelAccess", new StoreOperation(input -> Map.of(), responses),
                "GetUseCaseForModelAccess",
                new StoreOperation(input -> {
                    throw new ResourceNotFoundException("No use case is kept: every model is available without.");
                }, responses));
    }

    private String known(BoundInput input) {
        return models.get(String.valueOf(input.string("modelId")), region).modelId();
    }
}
