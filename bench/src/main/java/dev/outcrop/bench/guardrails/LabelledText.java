package dev.outcrop.bench.guardrails;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.outcrop.guardrails.config.ContentFilter.Category;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One row of labelled data.
 *
 * @param labels the categories it belongs to
 * @param known the categories it was labelled for: of those not in {@code labels} it is a negative, of others nothing
 * @param original what an obfuscated text was made from; the text itself otherwise
 * @param kind how it was obfuscated; empty otherwise
 */
record LabelledText(
        String text, Set<Category> labels, Set<Category> known, String source, String original, String kind) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether nothing harmful is in it, as far as it was looked at for most categories. */
    boolean harmless() {
        return labels.isEmpty() && known.size() >= Category.values().length - 1;
    }

    /** Reads a file of JSON Lines. */
    static List<LabelledText> read(Path file) throws IOException {
        List<LabelledText> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (!line.isBlank()) {
                JsonNode row = JSON.readTree(line);
                String text = row.path("text").asString();
                Set<Category> labels = categories(row.path("label"));
                Set<Category> known = categories(row.path("known"));
                known.addAll(labels);
                rows.add(
                        new LabelledText(
                                text,
                                labels,
                                known,
                                row.path("source").asString(),
                                row.path("original").asString(text),
                                row.path("kind").asString("")));
            }
        }
        return rows;
    }

    private static Set<Category> categories(JsonNode names) {
        Set<Category> categories = EnumSet.noneOf(Category.class);
        names.forEach(name -> categories.add(Category.valueOf(name.asString())));
        return categories;
    }
}
