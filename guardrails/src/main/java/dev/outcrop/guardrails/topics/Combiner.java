package dev.outcrop.guardrails.topics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Logistic regression over a passage's similarities to a topic. Trained on other topics than those that it decides on
 * ({@code guardrails/training/topics.py}; data card beside the weights).
 *
 * @param bias such that more than 0 means: belongs to the topic
 */
record Combiner(
        double centre, double example, double definition, double name, double phrase, double margin,
        double hasExamples, double bias) {

    /**
     * What is known of one passage and one topic; cosines.
     *
     * @param centre to the mean of name, definition and examples
     * @param example to the nearest example; to the centre when there are none
     * @param phrase to the nearest part of the definition
     * @param margin {@code centre} less the cosine to the nearest everyday subject that is not the topic's own
     */
    record Similarities(
            float centre, float example, float definition, float name, float phrase, float margin,
            boolean hasExamples) {}

    /** The weights that come with the product. */
    static Combiner shipped() {
        Properties weights = new Properties();
        try (InputStream in = Combiner.class.getResourceAsStream("combiner.properties")) {
            weights.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Combiner(
                number(weights, "centre"),
                number(weights, "example"),
                number(weights, "definition"),
                number(weights, "name"),
                number(weights, "phrase"),
                number(weights, "margin"),
                number(weights, "hasExamples"),
                number(weights, "bias"));
    }

    private static double number(Properties weights, String name) {
        String value = weights.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("no weight for " + name);
        }
        return Double.parseDouble(value);
    }

    /** The logit that the passage belongs to the topic, shifted so that the decision falls at 0. */
    double score(Similarities similar) {
        return centre * similar.centre()
                + example * similar.example()
                + definition * similar.definition()
                + name * similar.name()
                + phrase * similar.phrase()
                + margin * similar.margin()
                + (similar.hasExamples() ? hasExamples : 0)
                + bias;
    }
}
