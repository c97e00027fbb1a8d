package dev.outcrop.guardrails.pii.tagger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.head.Weights;
import dev.outcrop.guardrails.head.WeightsException;
import dev.outcrop.guardrails.pii.EntityTagger;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;

/**
 * Tags names, addresses, ages and user names over the windows of what a text looks like, which all embedded classifiers
 * share. Titles are no part of
 * a name ("PiiEntityConfig", Amazon Bedrock API reference). Immutable and thread-safe.
 */
public final class EmbeddedEntityTagger implements EntityTagger {
    private static final String WEIGHTS = "entity-tagger.safetensors";

    private final TaggerNetwork network;
    private final List<PiiType> types;
    private final double[] thresholds;

    /** @throws WeightsException when these are not a tagger's */
    EmbeddedEntityTagger(Weights weights) {
        network = new TaggerNetwork(weights);
        String[] names = listed(weights, "types");
        try {
            types = Stream.of(names).map(PiiType::valueOf).toList();
            thresholds = Stream.of(listed(weights, "thresholds")).mapToDouble(Double::parseDouble).toArray();
        } catch (IllegalArgumentException e) {
            throw new WeightsException("the types or thresholds of a tagger are not such", e);
        }
        if (network.tags() != 2 * types.size() + 1
                || thresholds.length != types.size()
                || DoubleStream.of(thresholds).anyMatch(threshold -> !(threshold >= 0 && threshold <= 1))) {
            throw new WeightsException("the types of a tagger do not fit its tags");
        }
    }

    private static String[] listed(Weights weights, String key) {
        String value = weights.metadata(key);
        if (value == null) {
            throw new WeightsException("a tagger without " + key);
        }
        return value.split(",", -1);
    }

    /**
     * The tagger with the weights that are shipped, some 60,000 numbers.
     *
     * @throws WeightsException when they are not there
     */
    public static EmbeddedEntityTagger load() {
        return new EmbeddedEntityTagger(Weights.resource(EmbeddedEntityTagger.class, WEIGHTS));
    }

    @Override
    public List<Tagged> tag(AssessedText text) {
        try {
            List<Tagged> tagged = new ArrayList<>();
            text.encode(text.folded().text(), window -> tag(text, window, tagged));
            return tagged;
        } catch (InferenceException e) {
            throw new AssessmentException("The entity tagger could not read a text.", e);
        }
    }

    private void tag(AssessedText assessed, EncodedWindow window, List<Tagged> tagged) {
        TextView view = assessed.folded();
        String text = view.text();
        if (window.vectors().length != window.tokens() * network.dimensions()) {
            throw new AssessmentException("The entity tagger was trained for another encoder.", null);
        }
        for (TagDecoder.Run run : TagDecoder.runs(network.logits(text, window), network.tags())) {
            if (run.score() >= thresholds[run.type()]) {
                Span span = assessed.span(
                        view,
                        wholeWordStart(text, window.starts()[run.start()]),
                        wholeWordEnd(text, window.ends()[run.end() - 1]));
                tagged.add(new Tagged(types.get(run.type()), span.start(), span.end(), run.score()));
            }
        }
    }

    /** A mask that ends inside a word would leave a part of a name readable. */
    private static int wholeWordStart(String text, int start) {
        return WordShape.isWord(text.codePointAt(start)) ? WordShape.wordStart(text, start, Integer.MAX_VALUE) : start;
    }

    private static int wholeWordEnd(String text, int end) {
        return WordShape.isWord(text.codePointBefore(end)) ? WordShape.wordEnd(text, end, Integer.MAX_VALUE) : end;
    }
}
