package dev.outcrop.server.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.catalog.FoundationModel;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelFilter;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.wire.bind.BoundResponse;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/** ListFoundationModels, GetFoundationModel and GetFoundationModelAvailability. */
public final class FoundationModelOperations {
    private final FoundationModels models;
    private final String region;
    private final ResponseBinder responses;

    public FoundationModelOperations(FoundationModels models, String region, ResponseBinder responses) {
        this.models = models;
        this.region = region;
        this.responses = responses;
    }

    /** By operation name. */
    public Map<String, OperationHandler> handlers() {
        return Map.of(
                "ListFoundationModels", this::list,
                "GetFoundationModel", this::get,
                "GetFoundationModelAvailability", this::availability);
    }

    private void list(Call call) {
        ModelFilter filter = new ModelFilter(
                call.input().string("byProvider"),
                call.input().string("byCustomizationType"),
                call.input().string("byOutputModality"),
                call.input().string("byInferenceType"));
        List<Map<String, Object>> summaries = models.list(filter).stream().map(this::details).toList();
        respond(call, Map.of("modelSummaries", summaries));
    }

    private void get(Call call) {
        FoundationModel model = models.get(required(call.input().string("modelIdentifier")), region);
        respond(call, Map.of("modelDetails", details(model)));
    }

    private void availability(Call call) {
        FoundationModel model = models.get(required(call.input().string("modelId")), region);
        respond(
                call,
                Map.of(
                        "modelId", model.modelId(),
                        "agreementAvailability", Map.of("status", "AVAILABLE"),
                        "authorizationStatus", "AUTHORIZED",
                        "entitlementAvailability", "AVAILABLE",
                        "regionAvailability", "AVAILABLE"));
    }

    /** A label is never absent after validation; this says so to the compiler and to a broken model file. */
    private static String required(@Nullable String value) {
        if (value == null) {
            throw new ValidationException("The provided model identifier is invalid.");
        }
        return value;
    }

    private Map<String, Object> details(FoundationModel model) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("modelArn", model.arn(region));
        members.put("modelId", model.modelId());
        members.put("modelName", model.modelName());
        members.put("providerName", model.providerName());
        members.put("inputModalities", model.inputModalities());
        members.put("outputModalities", model.outputModalities());
        members.put("responseStreamingSupported", model.responseStreamingSupported());
        members.put("customizationsSupported", model.customizationsSupported());
        members.put("inferenceTypesSupported", model.inferenceTypesSupported());
        members.put("modelLifecycle", Map.of("status", model.lifecycle().name()));
        return members;
    }

    private void respond(Call call, Map<String, Object> output) {
        BoundResponse response = responses.bind(call.operation(), output);
        call.exchange().header(Names.CONTENT_TYPE, Names.JSON);
        call.exchange().respond(response.status(), response.body());
    }
}
