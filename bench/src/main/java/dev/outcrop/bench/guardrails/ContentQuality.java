package dev.outcrop.bench.guardrails;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.content.EmbeddedHarmClassifier;
import dev.outcrop.guardrails.content.Judgement;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;

/**
 * Measures the embedded content filters, as the product runs them, on labelled data: per category and source the area
 * under the ROC curve, the share of harmless texts flagged at each confidence, and what obfuscation costs.
 *
 * <p>{@code ContentQuality DIR [--every N]} reads {@code content_train.jsonl}, {@code prompt_attack_train.jsonl},
 * {@code benign_train.jsonl} and {@code evasion_train.jsonl} of a folder, or every N-th row. On sources that the weights
 * were trained on these figures flatter; figures of sources left out come from {@code guardrails/training/content.py}.
 */
public final class ContentQuality {
    private static final List<String> FILES = List.of("content_train.jsonl", "prompt_attack_train.jsonl",
            "benign_train.jsonl");
    private static final int FEWEST = 20;

    private final MiniLmEncoder encoder;
    private final EmbeddedHarmClassifier classifier;

    private record Scored(LabelledText row, Map<Category, Float> scores, Map<Category, Judgement> judgements) {

        boolean flagged(Predicate<Category> categories, Confidence least) {
            return judgements.entrySet().stream().anyMatch(
                    entry -> categories.test(entry.getKey()) && entry.getValue().confidence().compareTo(least) >= 0);
        }
    }

    private ContentQuality(MiniLmEncoder encoder) {
        this.encoder = encoder;
        classifier = EmbeddedHarmClassifier.on(encoder);
    }

    /** Prints Markdown tables. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int every = arguments.length == 3 && arguments[1].equals("--every") ? Integer.parseInt(arguments[2]) : 1;
        try (MiniLmEncoder encoder = new MiniLmEncoder(1)) {
            new ContentQuality(encoder).measure(folder, every);
        }
    }

    private void measure(Path folder, int every) throws IOException {
        List<Scored> scored = new ArrayList<>();
        for (String file : FILES) {
            List<LabelledText> rows = LabelledText.read(folder.resolve(file));
            for (int i = 0; i < rows.size(); i += every) {
                scored.add(score(rows.get(i), rows.get(i).text()));
            }
        }
        areas(scored);
        flags(scored);
        evasion(LabelledText.read(folder.resolve("evasion_train.jsonl")), every);
    }

    private Scored score(LabelledText row, String text) {
        AssessedText assessed = new AssessedText(0, ContentBlock.guarded(text), encoder);
        return new Scored(
                row,
                classifier.scores(assessed),
                classifier.judge(Direction.INPUT, assessed, EnumSet.allOf(Category.class)));
    }

    private static void areas(List<Scored> scored) {
        Random random = new Random(1);
        print("| category | source | texts | AUC against harmless texts of all sources | found at MEDIUM |");
        print("|---|---|---:|---|---:|");
        for (Category category : Category.values()) {
            double[] negatives = scores(scored, category, one -> one.row().harmless());
            for (Map.Entry<String, List<Scored>> source : bySource(scored).entrySet()) {
                Predicate<Scored> positive = one -> one.row().labels().contains(category);
                double[] positives = scores(source.getValue(), category, positive);
                if (positives.length >= FEWEST && negatives.length >= FEWEST) {
                    row(category,
                            source.getKey(),
                            positives.length,
                            Roc.withInterval(positives, negatives, random),
                            share(
                                    source.getValue().stream().filter(positive).toList(),
                                    one -> one.flagged(category::equals, Confidence.MEDIUM)));
                }
            }
        }
    }

    private static void flags(List<Scored> scored) {
        print("");
        print("| harmless texts of | texts | any category at LOW | MEDIUM | HIGH |");
        print("|---|---:|---:|---:|---:|");
        for (Map.Entry<String, List<Scored>> source : bySource(scored).entrySet()) {
            List<Scored> harmless = source.getValue().stream().filter(one -> one.row().harmless()).toList();
            if (!harmless.isEmpty()) {
                row(source.getKey(),
                        harmless.size(),
                        share(harmless, one -> one.flagged(_ -> true, Confidence.LOW)),
                        share(harmless, one -> one.flagged(_ -> true, Confidence.MEDIUM)),
                        share(harmless, one -> one.flagged(_ -> true, Confidence.HIGH)));
            }
        }
    }

    /** What is still found of obfuscated texts, beside what is found of the texts they were made from. */
    private void evasion(List<LabelledText> rows, int every) {
        Map<String, List<Scored>> obfuscated = new TreeMap<>();
        Map<String, List<Scored>> originals = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i += every) {
            LabelledText row = rows.get(i);
            obfuscated.computeIfAbsent(row.kind(), _ -> new ArrayList<>()).add(score(row, row.text()));
            originals.computeIfAbsent(row.kind(), _ -> new ArrayList<>()).add(score(row, row.original()));
        }
        print("");
        print("| obfuscation | texts | found at MEDIUM as written | obfuscated |");
        print("|---|---:|---:|---:|");
        Predicate<Scored> found = one -> one.flagged(one.row().labels()::contains, Confidence.MEDIUM);
        obfuscated.forEach((kind, texts) -> row(kind,
                texts.size(),
                share(originals.getOrDefault(kind, List.of()), found),
                share(texts, found)));
    }

    private static double[] scores(List<Scored> scored, Category category, Predicate<Scored> which) {
        return scored.stream().filter(which).mapToDouble(one -> one.scores().getOrDefault(category, -Float.MAX_VALUE))
                .toArray();
    }

    private static Map<String, List<Scored>> bySource(List<Scored> scored) {
        Map<String, List<Scored>> sources = new TreeMap<>();
        for (Scored one : scored) {
            sources.computeIfAbsent(one.row().source(), _ -> new ArrayList<>()).add(one);
        }
        return sources;
    }

    private static String share(List<Scored> scored, Predicate<Scored> which) {
        double share = scored.isEmpty() ? 0 : (double) scored.stream().filter(which).count() / scored.size();
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static void row(Object... cells) {
        print(Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
