package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the {@code config.json} of a Hugging Face sequence classifier says about its input and output.
 *
 * @param labels name by place in the output ({@code id2label}); empty when it gives none
 * @param independent whether labels do not exclude each other ({@code problem_type} is
 *     {@code multi_label_classification}): a logistic function each, not one softmax
 * @param positions most tokens of one pass, special ones included ({@code max_position_embeddings})
 */
record ClassifierConfig(TreeMap<Integer, String> labels, boolean independent, int positions) {
    /** What BERT-class models have. */
    private static final int USUAL_POSITIONS = 512;

    /** Of a model without the file. */
    static ClassifierConfig usual() {
        return new ClassifierConfig(new TreeMap<>(), false, USUAL_POSITIONS);
    }

    /** Reads the {@code config.json} of a folder; {@link #usual()} when it has none. Fails as {@link #read}. */
    static ClassifierConfig of(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        return Files.exists(file) ? read(Files.newInputStream(file)) : usual();
    }

    /**
     * Reads the file.
     *
     * @throws tools.jackson.core.JacksonException when it is no JSON
     * @throws IllegalArgumentException when it is no object, or a key of {@code id2label} is no number
     */
    static ClassifierConfig read(InputStream json) throws IOException {
        TreeMap<Integer, String> labels = new TreeMap<>();
        boolean independent = false;
        int positions = USUAL_POSITIONS;
        try (json; JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("config.json is no object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id2label" -> readLabels(parser, labels);
                    case "problem_type" -> independent = "multi_label_classification".equals(parser.getString());
                    case "max_position_embeddings" ->
                        positions = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : USUAL_POSITIONS;
                    default -> parser.skipChildren();
                }
            }
        }
        return new ClassifierConfig(labels, independent, positions);
    }

    private static void readLabels(JsonParser parser, TreeMap<Integer, String> labels) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int index = Integer.parseInt(parser.currentName());
            parser.nextToken();
            labels.put(index, parser.getString());
        }
    }
}
