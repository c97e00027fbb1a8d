package dev.outcrop.bench.guardrails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.text.ContentBlock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well sensitive information is found: precision and recall per source and type, with 95 % intervals, as a Markdown
 * table. A finding is right when it overlaps a label of its type; labels of types that a source does not annotate are left
 * out, and so are findings of them.
 *
 * <p>Usage: {@code PiiQuality --data DIR [--errors N] [--tagger none]}; the folder holds {@code pii_train.jsonl} (objects with {@code text},
 * {@code label} and {@code source}; offsets in code points).
 */
public final class PiiQuality {
    private static final Set<PiiType> ALL = EnumSet.allOf(PiiType.class);
    private static final Set<PiiType> TAGGED = EnumSet.of(PiiType.NAME, PiiType.ADDRESS, PiiType.AGE, PiiType.USERNAME);
    private static final Set<PiiType> PRESIDIO = EnumSet.of(
            PiiType.ADDRESS,
            PiiType.NAME,
            PiiType.CREDIT_DEBIT_CARD_NUMBER,
            PiiType.US_SOCIAL_SECURITY_NUMBER,
            PiiType.DRIVER_ID,
            PiiType.AGE,
            PiiType.URL,
            PiiType.EMAIL,
            PiiType.PHONE,
            PiiType.INTERNATIONAL_BANK_ACCOUNT_NUMBER,
            PiiType.IP_ADDRESS);

    private final Guardrail guardrail;
    private final Map<String, Map<PiiType, Counts>> bySource = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();

    private record Part(PiiType type, int start, int end) {
        private boolean overlaps(Part other) {
            return type == other.type && start < other.end && other.start < end;
        }
    }

    private static final class Counts {
        private int labels;
        private int found;
        private int findings;
        private int right;
        private int exact;

        private void add(Counts other) {
            labels += other.labels;
            found += other.found;
            findings += other.findings;
            right += other.right;
            exact += other.exact;
        }
    }

    private PiiQuality(Guardrail guardrail) {
        this.guardrail = guardrail;
    }

    /** Runs the measurement; prints to standard output. */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(".");
        int shown = 0;
        boolean shapesAlone = false;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--data" -> data = Path.of(arguments[i + 1]);
                case "--errors" -> shown = Integer.parseInt(arguments[i + 1]);
                case "--tagger" -> shapesAlone = arguments[i + 1].equals("none");
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        if (shapesAlone) {
            measure(PiiGuardrails.reportingEverything(), data, shown);
            return;
        }
        try (MiniLmEncoder encoder = new MiniLmEncoder(1)) {
            measure(PiiGuardrails.reportingEverything(encoder), data, shown);
        }
    }

    private static void measure(Guardrail guardrail, Path data, int shown) throws IOException {
        PiiQuality quality = new PiiQuality(guardrail);
        JsonMapper mapper = JsonMapper.shared();
        for (String line : Files.readAllLines(data.resolve("pii_train.jsonl"))) {
            quality.add(mapper.readTree(line));
        }
        quality.print(shown);
    }

    private void add(JsonNode row) {
        String text = row.get("text").asString();
        String source = row.get("source").asString();
        Set<PiiType> covered = source.startsWith("synthetic")
                ? ALL
                : source.startsWith("presidio") ? PRESIDIO : EnumSet.of(PiiType.NAME);
        List<Part> labels = new ArrayList<>();
        for (JsonNode label : row.get("label")) {
            labels.add(
                    new Part(
                            PiiType.valueOf(label.get("type").asString()),
                            text.offsetByCodePoints(0, label.get("start").asInt()),
                            text.offsetByCodePoints(0, label.get("end").asInt())));
        }
        List<Part> findings = guardrail.assess(Direction.INPUT, List.of(ContentBlock.guarded(text)))
                .findings(Finding.Pii.class)
                .stream()
                .map(pii -> new Part(pii.type(), pii.span().start(), pii.span().end()))
                .filter(part -> covered.contains(part.type))
                .toList();
        Map<PiiType, Counts> counts = bySource.computeIfAbsent(source, _ -> new EnumMap<>(PiiType.class));
        for (Part label : labels) {
            Counts of = counts.computeIfAbsent(label.type, _ -> new Counts());
            boolean found = findings.stream().anyMatch(label::overlaps);
            of.labels++;
            of.found += found ? 1 : 0;
            of.exact += findings.contains(label) ? 1 : 0;
            note(found, "missed", source, text, label);
        }
        for (Part finding : findings) {
            Counts of = counts.computeIfAbsent(finding.type, _ -> new Counts());
            boolean right = labels.stream().anyMatch(finding::overlaps);
            of.findings++;
            of.right += right ? 1 : 0;
            note(right, "wrong", source, text, finding);
        }
    }

    private void note(boolean fine, String what, String source, String text, Part part) {
        if (!fine && !(part.type == PiiType.NAME && what.equals("missed"))) {
            String before = text.substring(Math.max(0, part.start - 50), part.start);
            String after = text.substring(part.end, Math.min(text.length(), part.end + 30));
            errors.add("%s %s %s: %s>>%s<<%s".formatted(
                    part.type,
                    what,
                    source,
                    before,
                    text.substring(part.start, part.end),
                    after).replace('\n', '~'));
        }
    }

    private void print(int shown) {
        System.out.println("| source | type | labels | precision | recall | exact spans |");
        System.out.println("|---|---|---|---|---|---|");
        for (Map.Entry<String, Map<PiiType, Counts>> source : bySource.entrySet()) {
            Counts structured = new Counts();
            source.getValue().forEach((type, counts) -> {
                row(source.getKey(), type.name(), counts);
                if (!TAGGED.contains(type)) {
                    structured.add(counts);
                }
            });
            row(source.getKey(), "**all with a shape**", structured);
        }
        errors.stream().sorted().limit(shown).forEach(System.out::println);
    }

    private static void row(String source, String type, Counts counts) {
        System.out.printf(
                "| %s | %s | %d | %s | %s | %d |%n",
                source,
                type,
                counts.labels,
                new Proportion(counts.right, counts.findings).formatted(),
                new Proportion(counts.found, counts.labels).formatted(),
                counts.exact);
    }
}
