package dev.outcrop.bench.guardrails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.text.Normalizer;
import dev.outcrop.guardrails.text.TextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * How much of what was hidden the views of a text bring back, and how often ordinary text has other readings.
 *
 * <p>Reads {@code evasion_train.jsonl} ({@code text}, {@code original}, {@code kind}) and {@code benign_train.jsonl}
 * ({@code text}) in a folder. Prints per kind the share of the original's words (letters and digits, without case) that stand
 * in the disguised text, and in any view of it; then the share of benign texts with a view of each kind.
 *
 * <p>Usage: {@code java -cp 'bench/target/bench/*' dev.outcrop.bench.guardrails.EvasionRecovery FOLDER}
 */
public final class EvasionRecovery {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private EvasionRecovery() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        recovery(folder.resolve("evasion_train.jsonl"));
        ordinaryText(folder.resolve("benign_train.jsonl"));
    }

    private static void recovery(Path file) throws IOException {
        record Count(int words, int plain, int read, int texts, int whole) {
            Count plus(Count other) {
                return new Count(
                        words + other.words, plain + other.plain, read + other.read, texts + other.texts,
                        whole + other.whole);
            }
        }
        Map<String, Count> byKind = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JSON.readTree(line);
            String text = row.get("text").asString();
            Set<String> wanted = words(row.get("original").asString());
            Set<String> plain = words(text);
            Set<String> read = new HashSet<>();
            for (TextView view : Normalizer.views(text)) {
                read.addAll(words(view.text()));
            }
            int found = common(wanted, read);
            Count count = new Count(
                    wanted.size(), common(wanted, plain), found, 1, found == wanted.size() ? 1 : 0);
            byKind.merge(row.get("kind").asString(), count, Count::plus);
        }
        System.out.println("kind | words as written | words in a view | texts with every word");
        byKind.forEach((kind, count) -> System.out.printf(
                Locale.ROOT,
                "%s | %.1f %% | %.1f %% | %.0f %%%n",
                kind,
                100.0 * count.plain() / count.words(),
                100.0 * count.read() / count.words(),
                100.0 * count.whole() / count.texts()));
    }

    private static void ordinaryText(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<TextView.Kind, Integer> byKind = new TreeMap<>();
        int withOthers = 0;
        for (String line : lines) {
            List<TextView> views = Normalizer.views(JSON.readTree(line).get("text").asString());
            withOthers += views.size() > 1 ? 1 : 0;
            views.stream().skip(1).map(TextView::kind).distinct().forEach(kind -> byKind.merge(kind, 1, Integer::sum));
        }
        System.out.printf(Locale.ROOT, "benign texts with another view: %.1f %%%n", 100.0 * withOthers / lines.size());
        byKind.forEach((kind, texts) -> System.out.printf(
                Locale.ROOT, "  %s %.2f %%%n", kind, 100.0 * texts / lines.size()));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text).results().forEach(match -> words.add(match.group().toLowerCase(Locale.ROOT)));
        return words;
    }

    private static int common(Set<String> wanted, Set<String> found) {
        return (int) wanted.stream().filter(found::contains).count();
    }
}
