package dev.outcrop.guardrails.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.Passages;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.inference.InferenceException;

/**
 * Finds texts that belong to denied topics (Amazon Bedrock user guide, "Block denied topics to help remove harmful
 * content"). One finding per topic that is enabled in the direction, detected or not: a topic is detected when a window
 * or a sentence of any guarded block belongs to it, in any view of the text.
 */
public final class TopicPolicy implements Policy {
    /** A sentence of fewer tokens is too short to have a subject of its own. */
    static final int LEAST_TOKENS = 3;

    private record Topic(DeniedTopic config, TopicMatcher matcher) {}

    private final List<Topic> topics;

    /**
     * Compiles the topics.
     *
     * @throws InferenceException when the encoder fails
     */
    public TopicPolicy(List<DeniedTopic> topics, TopicMatchers matchers) {
        this.topics = topics.stream().map(topic -> new Topic(topic, matchers.compile(topic))).toList();
    }

    @Override
    public List<Finding> assess(Direction direction, List<AssessedText> content) {
        List<Topic> enabled = enabledIn(direction);
        if (enabled.isEmpty()) {
            return List.of();
        }
        double[] scores = scores(enabled, content);
        List<Finding> findings = new ArrayList<>(enabled.size());
        for (int i = 0; i < scores.length; i++) {
            Topic topic = enabled.get(i);
            boolean detected = scores[i] > 0;
            Effect effect = detected ? Effect.of(topic.config().handlings().in(direction)) : Effect.NONE;
            findings.add(new Finding.Topic(topic.config().name(), effect, detected));
        }
        return findings;
    }

    @Override
    public Usage usage(Direction direction, List<AssessedText> content) {
        return new Usage(enabledIn(direction).isEmpty() ? 0 : TextUnits.ofGuarded(content), 0, 0, 0, 0, 0);
    }

    private List<Topic> enabledIn(Direction direction) {
        return topics.stream().filter(topic -> topic.config().handlings().enabledIn(direction)).toList();
    }

    /** The score of each topic's nearest passage. */
    private static double[] scores(List<Topic> topics, List<AssessedText> content) {
        double[] scores = new double[topics.size()];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        try {
            for (AssessedText text : content) {
                if (text.block().guarded()) {
                    for (TextView view : text.views()) {
                        text.encode(view.text(), new Passages(view.text(), LEAST_TOKENS, passage -> {
                            for (int i = 0; i < scores.length; i++) {
                                scores[i] = Math.max(scores[i], topics.get(i).matcher().score(passage.vector()));
                            }
                        }));
                    }
                }
            }
        } catch (InferenceException e) {
            throw new AssessmentException("The encoder failed on content under assessment for denied topics.", e);
        }
        return scores;
    }
}
