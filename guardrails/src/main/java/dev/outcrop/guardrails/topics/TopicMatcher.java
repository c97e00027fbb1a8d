package dev.outcrop.guardrails.topics;

import java.util.List;

import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.text.UnitVectors;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/** One topic, encoded. Immutable and thread-safe. */
public final class TopicMatcher {
    /** A subject at least this near to a topic's centre is taken for the topic's own. */
    private static final float OWN_SUBJECT = 0.45F;

    private final Combiner combiner;
    private final float[] centre;
    private final float[] definition;
    private final float[] name;
    private final List<float[]> examples;
    private final List<float[]> phrases;
    private final List<float[]> foreign;

    TopicMatcher(DeniedTopic topic, TokenEncoder encoder, List<float[]> subjects, Combiner combiner) {
        this.combiner = combiner;
        definition = encode(encoder, topic.definition());
        name = encode(encoder, topic.name());
        examples = topic.examples().stream().map(example -> encode(encoder, example)).toList();
        phrases = TopicPhrases.of(topic.definition()).stream().map(phrase -> encode(encoder, phrase)).toList();
        centre = definition.clone();
        UnitVectors.add(centre, name, 1);
        for (float[] example : examples) {
            UnitVectors.add(centre, example, 1F / examples.size());
        }
        UnitVectors.normalize(centre);
        foreign = subjects.stream().filter(subject -> UnitVectors.cosine(subject, centre) < OWN_SUBJECT).toList();
    }

    /** Encodes a short text: one vector of length 1, or of length 0 (similar to nothing) for a text without tokens. */
    static float[] encode(TokenEncoder encoder, String text) {
        float[] sum = new float[encoder.dimensions()];
        for (EncodedWindow window : encoder.encode(text)) {
            UnitVectors.add(sum, window.mean(), 1);
        }
        return UnitVectors.normalize(sum);
    }

    /**
     * How much a passage belongs to the topic. More than 0 is detected.
     *
     * @param passage a vector of length 1
     */
    public double score(float[] passage) {
        return combiner.score(similarities(passage));
    }

    private Combiner.Similarities similarities(float[] passage) {
        float toCentre = UnitVectors.cosine(passage, centre);
        return new Combiner.Similarities(
                toCentre,
                examples.isEmpty() ? toCentre : nearest(passage, examples),
                UnitVectors.cosine(passage, definition),
                UnitVectors.cosine(passage, name),
                nearest(passage, phrases),
                toCentre - nearest(passage, foreign),
                !examples.isEmpty());
    }

    private static float nearest(float[] passage, List<float[]> vectors) {
        float nearest = -1;
        for (float[] vector : vectors) {
            nearest = Math.max(nearest, UnitVectors.cosine(passage, vector));
        }
        return nearest;
    }
}
