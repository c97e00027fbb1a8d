package dev.outcrop.bench.guardrails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.text.ContentBlock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well denied topics are told from each other and from everything else, at the shipped threshold: precision and recall
 * per topic with 95 % intervals, and F1, as a Markdown table. Every text is assessed against every topic.
 *
 * <p>Usage: {@code TopicQuality --data DIR}; the folder holds {@code topics_dev.jsonl} ({@code topic}, {@code definition},
 * {@code examples}) and {@code topics_queries_dev.jsonl} ({@code text}, {@code label}: a topic or NONE). The shipped weights
 * were trained on the project's own data folder: figures for topics that they have not seen come from another folder, or
 * from {@code guardrails/training/topics.py}.
 */
public final class TopicQuality {
    private final Map<String, Counts> byTopic = new LinkedHashMap<>();
    private int alarms;
    private int unrelated;

    private static final class Counts {
        private int labels;
        private int found;
        private int right;

        private void add(Counts other) {
            labels += other.labels;
            found += other.found;
            right += other.right;
        }

        private String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %.3f |",
                    name,
                    labels,
                    new Proportion(right, found).formatted(),
                    new Proportion(right, labels).formatted(),
                    2.0 * right / Math.max(1, labels + found));
        }
    }

    private TopicQuality() {}

    /** Runs the measurement; prints to standard output. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !arguments[0].equals("--data")) {
            throw new IllegalArgumentException("usage: TopicQuality --data DIR");
        }
        Path data = Path.of(arguments[1]);
        JsonMapper mapper = JsonMapper.shared();
        List<DeniedTopic> topics = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("topics_dev.jsonl"))) {
            topics.add(topic(mapper.readTree(line)));
        }
        TopicQuality quality = new TopicQuality();
        topics.forEach(topic -> quality.byTopic.put(topic.name(), new Counts()));
        try (MiniLmEncoder encoder = new MiniLmEncoder(1)) {
            Guardrail guardrail = new GuardrailCompiler(encoder).compile(
                    new GuardrailConfig(
                            "", "", topics, List.of(), List.of(), null, List.of(), List.of(), List.of()));
            for (String line : Files.readAllLines(data.resolve("topics_queries_dev.jsonl"))) {
                JsonNode row = mapper.readTree(line);
                quality.add(guardrail, row.get("text").asString(), row.get("label").asString());
            }
        }
        quality.print();
    }

    private static DeniedTopic topic(JsonNode row) {
        List<String> examples = new ArrayList<>();
        row.get("examples").forEach(example -> examples.add(example.asString()));
        return new DeniedTopic(
                row.get("topic").asString(), row.get("definition").asString(), examples, Handlings.BLOCK);
    }

    private void add(Guardrail guardrail, String text, String label) {
        boolean alarm = false;
        for (Finding.Topic topic : guardrail.assess(Direction.INPUT, List.of(ContentBlock.guarded(text)))
                .findings(Finding.Topic.class)) {
            Counts counts = byTopic.getOrDefault(topic.name(), new Counts());
            boolean belongs = topic.name().equals(label);
            counts.labels += belongs ? 1 : 0;
            counts.found += topic.detected() ? 1 : 0;
            counts.right += belongs && topic.detected() ? 1 : 0;
            alarm |= topic.detected();
        }
        if (label.equals("NONE")) {
            unrelated++;
            alarms += alarm ? 1 : 0;
        }
    }

    private void print() {
        System.out.println("| topic | texts | precision | recall | F1 |");
        System.out.println("|---|---|---|---|---|");
        Counts all = new Counts();
        byTopic.forEach((name, counts) -> {
            all.add(counts);
            System.out.println(counts.row(name));
        });
        System.out.println(all.row("all pairs"));
        System.out.println();
        System.out.println(
                "Texts of no topic that some topic was found in: " + new Proportion(alarms, unrelated).formatted());
    }
}
