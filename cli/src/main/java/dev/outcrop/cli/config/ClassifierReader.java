package dev.outcrop.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.classifier.Consultation;
import dev.outcrop.guardrails.classifier.LabelMap;
import dev.outcrop.guardrails.classifier.Thresholds;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the keys under {@code guardrails.classifier}. */
final class ClassifierReader {
    private static final String NUMBERS = "three rising numbers above 0 and up to 1, such as `0.5, 0.75, 0.9`";

    private final ConfigLoader.Values values;

    ClassifierReader(ConfigLoader.Values values) {
        this.values = values;
    }

    /** Null for the embedded one alone. */
    OutcropConfig.@Nullable Classifier read() {
        OutcropConfig.ClassifierEngine engine;
        LabelMap usual;
        switch (values.text(ConfigKey.CLASSIFIER_ENGINE)) {
            case "embedded" -> {
                if (!values.text(ConfigKey.CLASSIFIER_MODEL).isEmpty()) {
                    throw new ConfigException("`" + ConfigKey.CLASSIFIER_MODEL.path() + "` needs `"
                            + ConfigKey.CLASSIFIER_ENGINE.path() + "`: onnx or judge.");
                }
                return null;
            }
            case "onnx" -> {
                engine = new OutcropConfig.ClassifierEngine.Onnx(folder(), thresholds());
                usual = new LabelMap(Map.of());
            }
            case "judge" -> {
                boolean bare = bare();
                engine = new OutcropConfig.ClassifierEngine.Judge(model("the id of a model"), bare);
                usual = bare ? LabelMap.LLAMA_GUARD : LabelMap.OWN;
            }
            default -> throw values.wrong(ConfigKey.CLASSIFIER_ENGINE, "embedded, onnx or judge");
        }
        Map<String, Set<Category>> labels = labels();
        LabelMap map = labels.isEmpty() ? usual : new LabelMap(labels);
        if (map.categories().isEmpty()) {
            throw new ConfigException("`" + ConfigKey.CLASSIFIER_LABELS.path()
                    + "` gives no label of the classifier a category, such as `{toxic: HATE}`.");
        }
        return new OutcropConfig.Classifier(
                engine,
                map,
                consult(),
                Duration.ofSeconds(values.integer(ConfigKey.CLASSIFIER_DEADLINE, 1, 3_600)),
                fallback());
    }

    private String model(String expected) {
        String model = values.text(ConfigKey.CLASSIFIER_MODEL);
        if (model.isBlank()) {
            throw values.wrong(ConfigKey.CLASSIFIER_MODEL, expected);
        }
        return model;
    }

    private Path folder() {
        Path folder = values.path(model("a folder"), ConfigKey.CLASSIFIER_MODEL);
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(
                    ConfigKey.CLASSIFIER_MODEL.path() + ": " + folder + " is no folder that can be read.");
        }
        return folder;
    }

    private boolean bare() {
        return switch (values.text(ConfigKey.CLASSIFIER_PROMPT)) {
            case "instructed" -> false;
            case "bare" -> true;
            default -> throw values.wrong(ConfigKey.CLASSIFIER_PROMPT, "instructed or bare");
        };
    }

    private Consultation.When consult() {
        return switch (values.text(ConfigKey.CLASSIFIER_CONSULT)) {
            case "uncertain" -> Consultation.When.UNCERTAIN;
            case "always" -> Consultation.When.ALWAYS;
            default -> throw values.wrong(ConfigKey.CLASSIFIER_CONSULT, "uncertain or always");
        };
    }

    private Consultation.Fallback fallback() {
        return switch (values.text(ConfigKey.CLASSIFIER_FALLBACK)) {
            case "embedded" -> Consultation.Fallback.EMBEDDED;
            case "block" -> Consultation.Fallback.BLOCK;
            default -> throw values.wrong(ConfigKey.CLASSIFIER_FALLBACK, "embedded or block");
        };
    }

    private Thresholds thresholds() {
        List<String> numbers = List.of(values.text(ConfigKey.CLASSIFIER_THRESHOLDS).strip().split("\\s*,\\s*"));
        if (numbers.size() != 3) {
            throw values.wrong(ConfigKey.CLASSIFIER_THRESHOLDS, NUMBERS);
        }
        try {
            return new Thresholds(
                    Double.parseDouble(numbers.get(0)),
                    Double.parseDouble(numbers.get(1)),
                    Double.parseDouble(numbers.get(2)));
        } catch (IllegalArgumentException e) {
            throw values.wrong(ConfigKey.CLASSIFIER_THRESHOLDS, NUMBERS);
        }
    }

    private Map<String, Set<Category>> labels() {
        JsonNode node = values.tree(ConfigKey.CLASSIFIER_LABELS);
        Map<String, Set<Category>> labels = new LinkedHashMap<>();
        if (node.isNull() || node.isMissingNode()) {
            return labels;
        }
        if (!node.isObject()) {
            throw new ConfigException("`" + ConfigKey.CLASSIFIER_LABELS.path()
                    + "` is a map from labels to categories, such as `{toxic: [HATE, INSULTS]}`.");
        }
        for (Map.Entry<String, JsonNode> label : node.properties()) {
            Set<Category> categories = EnumSet.noneOf(Category.class);
            if (label.getValue().isArray()) {
                label.getValue().forEach(name -> categories.add(category(label.getKey(), name)));
            } else {
                categories.add(category(label.getKey(), label.getValue()));
            }
            labels.put(label.getKey(), categories);
        }
        return labels;
    }

    private static Category category(String label, JsonNode name) {
        return Arrays.stream(Category.values())
                .filter(category -> name.isString()
                        && category.name().equals(name.stringValue().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ConfigException(ConfigKey.CLASSIFIER_LABELS.path() + ": the label `" + label
                        + "` needs categories of " + List.of(Category.values()) + ", found `" + name.asString("")
                        + "`."));
    }
}
