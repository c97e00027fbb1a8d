package dev.outcrop.bench.guardrails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.ContentBlock.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well grounded answers are told from others, and relevant ones: per source of the data the area under the ROC curve
 * with its 95 % interval (Hanley and McNeil, 1982) and the shares that reach common thresholds, as a Markdown table.
 *
 * <p>Usage: {@code GroundingQuality --data DIR}; the folder holds {@code grounding_train.jsonl} ({@code text}, {@code query},
 * {@code grounding_source}, {@code label}: GROUNDED or UNGROUNDED; others are left out) and {@code relevance_train.jsonl}
 * ({@code text}, {@code query}, {@code label}: RELEVANT or IRRELEVANT), whose rows are checked against a source that says
 * nothing.
 */
public final class GroundingQuality {
    private static final double[] THRESHOLDS = {0.5, 0.7, 0.85};

    private record Scores(List<Double> good, List<Double> bad) {}

    private final Map<String, Scores> bySource = new TreeMap<>();

    private GroundingQuality() {}

    /** Runs the measurement; prints to standard output. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !arguments[0].equals("--data")) {
            throw new IllegalArgumentException("usage: GroundingQuality --data DIR");
        }
        Path data = Path.of(arguments[1]);
        GroundingQuality quality = new GroundingQuality();
        try (MiniLmEncoder encoder = new MiniLmEncoder(1)) {
            GuardrailCompiler compiler = new GuardrailCompiler(encoder);
            quality.add(data.resolve("grounding_train.jsonl"), guardrail(compiler, GroundingFilter.Type.GROUNDING),
                    "GROUNDED", "UNGROUNDED");
            quality.add(data.resolve("relevance_train.jsonl"), guardrail(compiler, GroundingFilter.Type.RELEVANCE),
                    "RELEVANT", "IRRELEVANT");
        }
        quality.print();
    }

    private static Guardrail guardrail(GuardrailCompiler compiler, GroundingFilter.Type type) {
        return compiler.compile(
                new GuardrailConfig(
                        "", "", List.of(), List.of(), List.of(), null, List.of(), List.of(),
                        List.of(new GroundingFilter(type, 0, Handling.DETECT))));
    }

    private void add(Path file, Guardrail guardrail, String goodLabel, String badLabel) throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JsonMapper.shared().readTree(line);
            String label = row.get("label").asString();
            boolean good = label.equals(goodLabel);
            if (!good && !label.equals(badLabel)) {
                continue;
            }
            double score = guardrail.assess(Direction.OUTPUT, content(row))
                    .findings(Finding.Grounding.class)
                    .getFirst()
                    .score();
            String source = row.get("source").asString().replace("-shuffled", "");
            String name = goodLabel.toLowerCase(Locale.ROOT) + ", " + source;
            Scores scores = bySource.computeIfAbsent(name, _ -> new Scores(new ArrayList<>(), new ArrayList<>()));
            (good ? scores.good : scores.bad).add(score);
        }
    }

    private static List<ContentBlock> content(JsonNode row) {
        return List.of(
                new ContentBlock(row.path("grounding_source").asString(""), Role.GROUNDING_SOURCE, false, false),
                new ContentBlock(row.get("query").asString(), Role.QUERY, false, false),
                ContentBlock.guarded(row.get("text").asString()));
    }

    private void print() {
        System.out.println("| what, source | AUC | good at or above .5 / .7 / .85 | bad at or above .5 / .7 / .85 |");
        System.out.println("|---|---|---|---|");
        bySource.forEach(
                (name, scores) -> System.out.println(
                        "| " + name + " (" + scores.good.size() + " / " + scores.bad.size() + ") | " + area(scores)
                                + " | "
                                + shares(scores.good) + " | " + shares(scores.bad) + " |"));
    }

    private static String area(Scores scores) {
        double above = 0;
        for (double good : scores.good) {
            for (double bad : scores.bad) {
                above += good > bad ? 1 : good == bad ? 0.5 : 0;
            }
        }
        int goods = scores.good.size();
        int bads = scores.bad.size();
        double area = above / ((double) goods * bads);
        double q1 = area / (2 - area) - area * area;
        double q2 = 2 * area * area / (1 + area) - area * area;
        double error = Math.sqrt((area * (1 - area) + (goods - 1) * q1 + (bads - 1) * q2) / ((double) goods * bads));
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f, %.3f]",
                area,
                area - 1.96 * error,
                Math.min(1, area + 1.96 * error));
    }

    private static String shares(List<Double> scores) {
        List<String> shares = new ArrayList<>();
        for (double threshold : THRESHOLDS) {
            long reached = scores.stream().filter(score -> score >= threshold).count();
            shares.add(String.format(Locale.ROOT, "%.2f", (double) reached / scores.size()));
        }
        return String.join(" / ", shares);
    }
}
