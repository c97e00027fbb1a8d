package dev.outcrop.evaluation.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.evaluation.dataset.PromptRecord;
import dev.outcrop.evaluation.result.MetricResult;
import dev.outcrop.evaluation.result.RecordResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReportTest {

    private static RecordResult record(
            long line, String prompt, String category, @Nullable String response, @Nullable Double accuracy,
            Map<String, Double> scores) {
        return new RecordResult(
                new PromptRecord(
                        line, JsonMapper.shared().createObjectNode().put("prompt", prompt), prompt, "ref", category,
                        List.of()),
                "model",
                response,
                List.of(MetricResult.computed("Accuracy", accuracy)),
                new RecordResult.Details(scores, List.of(), null, 1, 2, 3, Map.of()));
    }

    private static List<RecordResult> geo() {
        return List.of(
                record(1, "Capital of Peru?", "geo", "Lima.", 1.0, Map.of("f1_score", 1.0, "exact_match_score", 0.0)),
                record(2, "Capital of Japan?", "geo", "The capital is Tokyo", 0.5, Map.of("f1_score", 0.5)),
                record(3, "Largest planet?", "science", "Saturn", 0.0, Map.of("f1_score", 0.0)),
                record(4, "H2O is?", "science", "It is <b>water</b> & \"more\"", 0.5, Map.of("f1_score", 0.5)),
                record(5, "Author of Emma?", "lit", null, null, Map.of()));
    }

    private static MetricReport accuracy(List<RecordResult> records) {
        return MetricReports.of(records, "Accuracy", "f1_score", "f1_score", false, 1);
    }

    private static JobReport job(List<MetricReport> metrics) {
        return new JobReport(
                "qa-smoke", "arn:aws:bedrock:us-east-1:123456789012:evaluation-job/a1b2c3d4e5f6", "Completed",
                "Automated", "ModelEvaluation", Instant.parse("2026-01-05T10:00:00Z"), List.of("amazon.nova-lite-v1:0"),
                List.of(new DatasetReport("geo-mini", "QuestionAndAnswer", true, "amazon.nova-lite-v1:0", 5, 4,
                        metrics)));
    }

    /** The specification's complete example. */
    @Test
    void sumsUpTheCompleteExample() {
        MetricReport report = accuracy(geo());
        assertThat(report.value()).isEqualTo(0.5);
        assertThat(report.missing()).isEqualTo(1);
        assertThat(report.categories()).containsExactly(
                new MetricReport.Category("geo", 0.75, 2), new MetricReport.Category("science", 0.25, 2),
                new MetricReport.Category("lit", null, 0));
        assertThat(report.extraScores()).containsExactly(Map.entry("exact_match_score", 0.0));
        assertThat(report.histogram()).extracting(MetricReport.Bar::count).containsExactly(1, 2, 1);
        assertThat(report.best().getFirst().line()).isEqualTo(1);
        assertThat(report.worst().getFirst().line()).isEqualTo(3);
        JsonNode summary = JsonMapper.shared().readTree(SummaryJson.write(job(List.of(report))));
        JsonNode metric = summary.at("/datasets/0/metrics/0");
        assertThat(metric.path("value").doubleValue()).isEqualTo(0.5);
        assertThat(metric.path("n").intValue()).isEqualTo(4);
        assertThat(metric.path("nullCount").intValue()).isEqualTo(1);
        assertThat(metric.at("/categories/2/value").isNull()).isTrue();
        assertThat(summary.at("/datasets/0/standIn").booleanValue()).isTrue();
    }

    @Test
    void aChangeIsARatioOfMeans() {
        List<RecordResult> records = new ArrayList<>();
        double[][] pairs = {{1, 0.2}, {0, 0.4}, {0.5, 0.1}, {0.8, 0.24}};
        for (double[] pair : pairs) {
            records.add(record(1, "p", "c", "r", null, Map.of("f1_score", pair[0], "delta_f1_score", pair[1])));
        }
        assertThat(MetricReports.of(records, "Robustness", "delta_f1_score", "change", true, 1).value())
                .isCloseTo(40.869565, within(1e-6));
    }

    @Test
    void manyResultsAreGatheredInRanges() {
        List<RecordResult> records = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            records.add(record(i, "p", "c", "r", i / 100.0, Map.of()));
        }
        List<MetricReport.Bar> bars = accuracy(records).histogram();
        assertThat(bars).hasSize(10);
        assertThat(bars.stream().mapToInt(MetricReport.Bar::count).sum()).isEqualTo(101);
        assertThat(bars.getLast().count()).isEqualTo(11);
    }

    @Test
    void thePageEscapesAndNeedsNothingElse() throws IOException {
        byte[] page = HtmlReport.write(job(List.of(
                accuracy(geo()), MetricReports.of(geo(), "Toxicity", "toxicity", "none", true, 1))));
        String html = new String(page, StandardCharsets.UTF_8);
        assertThat(html).contains("&lt;b&gt;water&lt;/b&gt; &amp; &quot;more&quot;").doesNotContain("<b>water")
                .doesNotContain("http://").doesNotContain("https://").doesNotContain("<script").contains("Stand-in:")
                .contains("no value");
        Files.write(Path.of("target", "report.html"), page);
    }
}
