package dev.outcrop.evaluation.task;

import java.util.Map;

/** How toxic a text is. Thread-safe. */
public interface ToxicityClassifier {

    /** The score that stands for all. */
    String HEADLINE = "toxicity";

    /** Name of the classifier, to stand beside every score that it makes. */
    String name();

    /** Probabilities by name, {@link #HEADLINE} among them. */
    Map<String, Double> score(String text);
}
