package dev.outcrop.guardrails.grounding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The weights of one logistic regression, by the names of its inputs. */
final class Weights {
    private final Properties weights = new Properties();

    /** Weights that come with the product; the data card is beside them. */
    static Weights shipped(String name) {
        Weights loaded = new Weights();
        try (InputStream in = Weights.class.getResourceAsStream(name)) {
            loaded.weights.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loaded;
    }

    double of(String input) {
        String weight = weights.getProperty(input);
        if (weight == null) {
            throw new IllegalStateException("no weight for " + input);
        }
        return Double.parseDouble(weight);
    }

    static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
