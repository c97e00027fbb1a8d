package dev.outcrop.evaluation.result;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the records of programmatic and judge jobs, one JSON object per line, keys in the order that the service writes them.
 * Thread-safe.
 *
 * @param extensions whether each record carries what Outcrop knows beside the documented keys
 */
public record RecordWriter(boolean extensions) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** One line in UTF-8, its newline included. */
    public byte[] line(RecordResult result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("automatedEvaluationResult");
            json.writeArrayPropertyStart("scores");
            result.metrics().forEach(metric -> write(json, metric));
            json.writeEndArray();
            json.writeEndObject();
            json.writeName("inputRecord");
            json.writeTree(result.record().source());
            json.writeArrayPropertyStart("modelResponses");
            json.writeStartObject();
            json.writeStringProperty("modelIdentifier", result.modelIdentifier());
            nullable(json, "response", result.response());
            json.writeEndObject();
            json.writeEndArray();
            if (extensions) {
                write(json, result);
            }
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, MetricResult metric) {
        json.writeStartObject();
        json.writeStringProperty("metricName", metric.metricName());
        json.writeName("result");
        switch (metric.result()) {
            case null -> json.writeNull();
            case Number number -> json.writeNumber(number.doubleValue());
            default -> json.writeString(String.valueOf(metric.result()));
        }
        MetricResult.Judgement judgement = metric.judgement();
        if (judgement != null) {
            json.writeArrayPropertyStart("evaluatorDetails");
            json.writeStartObject();
            json.writeStringProperty("modelIdentifier", judgement.modelIdentifier());
            json.writeStringProperty("explanation", judgement.explanation());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RecordResult result) {
        RecordResult.Details details = result.details();
        json.writeObjectPropertyStart("extensions");
        json.writeObjectPropertyStart("scores");
        details.scores().forEach(json::writeNumberProperty);
        json.writeEndObject();
        if (!details.perturbed().isEmpty()) {
            json.writeArrayPropertyStart("perturbations");
            for (RecordResult.Perturbed changed : details.perturbed()) {
                json.writeStartObject();
                json.writeStringProperty("kind", changed.kind());
                json.writeStringProperty("prompt", changed.prompt());
                nullable(json, "response", changed.response());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        RecordResult.Failure error = details.error();
        if (error != null) {
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", error.code());
            json.writeStringProperty("message", error.message());
            json.writeNumberProperty("attempts", error.attempts());
            json.writeEndObject();
        }
        json.writeNumberProperty("latencyMs", details.millis());
        json.writeObjectPropertyStart("tokens");
        json.writeNumberProperty("input", details.inputTokens());
        json.writeNumberProperty("output", details.outputTokens());
        json.writeEndObject();
        json.writeObjectPropertyStart("judgeLabel");
        for (MetricResult metric : result.metrics()) {
            MetricResult.Judgement judgement = metric.judgement();
            if (judgement != null) {
                nullable(json, metric.metricName(), judgement.label());
            }
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("metricImplementation");
        details.implementations().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void nullable(JsonGenerator json, String name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }
}
