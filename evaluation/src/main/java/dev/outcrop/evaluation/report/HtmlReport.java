package dev.outcrop.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.evaluation.metric.Summary;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report for people: one page that needs no network and no script, for light and dark screens and for paper. All
 * that comes from data sets and models is escaped.
 */
public final class HtmlReport {
    private static final int MOST_SHOWN = 600;

    private final StringBuilder html = new StringBuilder(32_768);

    private HtmlReport() {}

    /** The whole page in UTF-8. */
    public static byte[] write(JobReport report) {
        HtmlReport page = new HtmlReport();
        page.job(report);
        return page.html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void job(JobReport report) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(report.jobName())).append(" · model evaluation</title>\n<style>\n").append(style())
                .append("</style>\n</head>\n<body>\n<h1>").append(escaped(report.jobName())).append("</h1>\n");
        soft(report.status() + " · " + report.jobType() + " · " + report.applicationType() + " · "
                + report.generatedAt());
        soft(report.jobArn());
        soft((report.models().size() == 1 ? "Model: " : "Models: ") + String.join(", ", report.models()));
        report.datasets().forEach(this::dataset);
        html.append("</body>\n</html>\n");
    }

    private void dataset(DatasetReport dataset) {
        html.append("<h2>").append(escaped(dataset.name())).append("</h2>\n");
        soft(dataset.taskType() + " · " + dataset.model() + " · " + dataset.responses() + " of " + dataset.prompts()
                + " prompts answered");
        if (dataset.standIn()) {
            html.append(
                    "<p class=\"warn\">Stand-in: these are Outcrop's own prompts in the place of the public data set;"
                            + " scores cannot be compared with published ones.</p>\n");
        }
        dataset.metrics().forEach(this::metric);
    }

    private void metric(MetricReport metric) {
        html.append("<section class=\"card\">\n<h3>").append(escaped(metric.name()))
                .append("</h3>\n<p class=\"value\">")
                .append(metric.value() == null ? "no value" : rounded(metric.value()));
        Summary summary = metric.summary();
        if (summary != null) {
            html.append(" <small>records: mean ").append(rounded(summary.mean())).append(", 95 % within ")
                    .append(rounded(summary.low())).append(" to ").append(rounded(summary.high())).append(", n ")
                    .append(summary.count()).append("</small>");
        }
        html.append("</p>\n");
        soft("Computed by " + metric.implementation() + (metric.lowerIsBetter() ? " · lower is better" : "")
                + (metric.missing() == 0 ? "" : " · without a result: " + metric.missing()));
        html.append("<div class=\"plots\">\n");
        if (!metric.categories().isEmpty()) {
            figure("By category", metric.categories().stream().map(category -> new Row(
                    category.name(), category.value(), category.value() == null
                            ? "none"
                            : rounded(category.value()) + " (n " + category.count() + ")"))
                    .toList());
        }
        if (!metric.histogram().isEmpty()) {
            figure("Records by result", metric.histogram().stream().map(bar -> new Row(
                    bar.label() != null
                            ? bar.label()
                            : bar.from() == bar.to()
                                    ? rounded(bar.from())
                                    : rounded(bar.from()) + " – " + rounded(bar.to()),
                    (double) bar.count(), Integer.toString(bar.count()))).toList());
        }
        html.append("</div>\n");
        extraScores(metric.extraScores());
        examples("Worst examples", metric.worst());
        examples("Best examples", metric.best());
        html.append("</section>\n");
    }

    private record Row(String label, @Nullable Double value, String shown) {}

    /** Horizontal bars, one below the other; the longest fills the width, one without a value has no bar. */
    private void figure(String caption, List<Row> rows) {
        double most = rows.stream().mapToDouble(row -> row.value() == null ? 0 : row.value()).max().orElse(0);
        int height = 26 * rows.size() + 2;
        html.append("<figure><figcaption>").append(caption).append("</figcaption>\n<svg viewBox=\"0 0 400 ")
                .append(height).append("\" role=\"img\" aria-label=\"").append(caption).append("\">\n");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            int y = 26 * i + 4;
            double width = row.value() == null || most <= 0 ? 0 : Math.max(0, 150 * row.value() / most);
            html.append("<text x=\"0\" y=\"").append(y + 13).append("\">").append(escaped(shortened(row.label(), 22)))
                    .append("</text><rect class=\"track\" x=\"150\" y=\"").append(y)
                    .append("\" width=\"150\" height=\"18\" rx=\"3\"/><rect class=\"bar\" x=\"150\" y=\"").append(y)
                    .append("\" width=\"").append(String.format(Locale.ROOT, "%.1f", width))
                    .append("\" height=\"18\" rx=\"3\"/><text x=\"308\" y=\"").append(y + 13).append("\">")
                    .append(escaped(row.shown())).append("</text>\n");
        }
        html.append("</svg></figure>\n");
    }

    private void extraScores(Map<String, Double> scores) {
        if (scores.isEmpty()) {
            return;
        }
        html.append("<details><summary>More scores</summary>\n<table>\n");
        new TreeMap<>(scores).forEach((name, mean) -> html.append("<tr><td>").append(escaped(name))
                .append("</td><td class=\"number\">").append(rounded(mean)).append("</td></tr>\n"));
        html.append("</table></details>\n");
    }

    private void examples(String title, List<MetricReport.Example> examples) {
        if (examples.isEmpty()) {
            return;
        }
        html.append("<details><summary>").append(title).append("</summary>\n<table>\n")
                .append("<tr><th>Line</th><th>Prompt</th><th>Response</th><th>Reference or reason</th>")
                .append("<th class=\"number\">Result</th></tr>\n");
        for (MetricReport.Example example : examples) {
            String beside = example.explanation() != null ? example.explanation() : example.reference();
            html.append("<tr><td>").append(example.line()).append("</td><td class=\"text\">")
                    .append(escaped(shortened(example.prompt(), MOST_SHOWN))).append("</td><td class=\"text\">")
                    .append(escaped(shortened(String.valueOf(example.response()), MOST_SHOWN)))
                    .append("</td><td class=\"text\">")
                    .append(escaped(shortened(beside == null ? "" : beside, MOST_SHOWN)))
                    .append("</td><td class=\"number\">").append(rounded(example.result())).append("</td></tr>\n");
        }
        html.append("</table></details>\n");
    }

    private void soft(String text) {
        html.append("<p class=\"soft\">").append(escaped(text)).append("</p>\n");
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String shortened(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String style() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IllegalStateException("The build lacks report.css");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
