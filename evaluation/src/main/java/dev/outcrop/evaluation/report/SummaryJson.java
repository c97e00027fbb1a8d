package dev.outcrop.evaluation.report;

import java.io.ByteArrayOutputStream;
import java.util.List;

import dev.outcrop.evaluation.metric.Summary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report for programs: {@code summary.json}. Values are not rounded. */
public final class SummaryJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SummaryJson() {}

    /** The whole file in UTF-8. */
    public static byte[] write(JobReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.writerWithDefaultPrettyPrinter().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("jobName", report.jobName());
            json.writeStringProperty("jobArn", report.jobArn());
            json.writeStringProperty("status", report.status());
            json.writeStringProperty("jobType", report.jobType());
            json.writeStringProperty("applicationType", report.applicationType());
            json.writeStringProperty("generatedAt", report.generatedAt().toString());
            json.writeArrayPropertyStart("models");
            report.models().forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("datasets");
            report.datasets().forEach(dataset -> write(json, dataset));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, DatasetReport dataset) {
        json.writeStartObject();
        json.writeStringProperty("name", dataset.name());
        json.writeStringProperty("taskType", dataset.taskType());
        json.writeBooleanProperty("standIn", dataset.standIn());
        json.writeStringProperty("model", dataset.model());
        json.writeNumberProperty("promptCount", dataset.prompts());
        json.writeNumberProperty("responseCount", dataset.responses());
        json.writeArrayPropertyStart("metrics");
        dataset.metrics().forEach(metric -> write(json, metric));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, MetricReport metric) {
        json.writeStartObject();
        json.writeStringProperty("name", metric.name());
        json.writeStringProperty("headline", metric.headline());
        json.writeStringProperty("implementation", metric.implementation());
        number(json, "value", metric.value());
        Summary summary = metric.summary();
        json.writeNumberProperty("n", summary == null ? 0 : summary.count());
        json.writeNumberProperty("nullCount", metric.missing());
        number(json, "standardError", summary == null ? null : summary.standardError());
        json.writeArrayPropertyStart("ci95");
        if (summary != null) {
            json.writeNumber(summary.low());
            json.writeNumber(summary.high());
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("categories");
        for (MetricReport.Category category : metric.categories()) {
            json.writeStartObject();
            json.writeStringProperty("name", category.name());
            number(json, "value", category.value());
            json.writeNumberProperty("n", category.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("extraScores");
        metric.extraScores().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("histogram");
        for (MetricReport.Bar bar : metric.histogram()) {
            json.writeStartObject();
            json.writeNumberProperty("score", bar.from());
            if (bar.label() != null) {
                json.writeStringProperty("label", bar.label());
            }
            json.writeNumberProperty("count", bar.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("examples");
        examples(json, "best", metric.best());
        examples(json, "worst", metric.worst());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void examples(JsonGenerator json, String name, List<MetricReport.Example> examples) {
        json.writeArrayPropertyStart(name);
        for (MetricReport.Example example : examples) {
            json.writeStartObject();
            json.writeNumberProperty("line", example.line());
            json.writeStringProperty("prompt", example.prompt());
            text(json, "response", example.response());
            text(json, "referenceResponse", example.reference());
            json.writeNumberProperty("result", example.result());
            text(json, "explanation", example.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, @Nullable Double value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
