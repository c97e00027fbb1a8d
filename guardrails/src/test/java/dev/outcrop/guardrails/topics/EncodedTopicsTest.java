package dev.outcrop.guardrails.topics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.text.Passages;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The shipped weights with the shipped encoder, on a topic that neither has seen. */
class EncodedTopicsTest {
    private static final MiniLmEncoder ENCODER = new MiniLmEncoder(1);
    private static final TopicMatcher BOATS = new TopicMatchers(ENCODER).compile(
            new DeniedTopic(
                    "Boat purchases",
                    "Questions about buying, pricing or financing sailing boats and yachts.",
                    List.of("How much is a used yacht?", "Which sailing boat should I buy?"),
                    Handlings.BLOCK));

    /** Two releases of ONNX Runtime round int8 activations differently: some 0.001 of a cosine, times the weights. */
    private static final Offset<Double> TOLERANCE = Offset.offset(0.15);

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "what would a second-hand sailing boat cost me",
            "Can I get a loan to purchase a motor yacht?",
            "Thank you for asking. Our office is closed today. The yacht in the brochure sells for 40,000 euros. Bye!"})
    void findsWhatBelongsToTheTopic(String text) {
        assertThat(score(text)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "How do I buy a train ticket?",
            "Who won the rowing race at the Olympic games?",
            "How much is a used bicycle?",
            "Hello, how are you?",
            "Write a function that sorts a list of numbers."})
    void leavesNeighboursAlone(String text) {
        assertThat(score(text)).isNegative();
    }

    /** Printed by {@code guardrails/training/topics.py --golden}. */
    @Test
    void scoresAsTheTrainingToolDoes() {
        assertThat(score("what would a second-hand catamaran cost me")).isCloseTo(-0.6136, TOLERANCE);
        assertThat(score("How much is a used bicycle?")).isCloseTo(-1.9018, TOLERANCE);
        assertThat(score("The harbour is full. The yacht costs too much. We wait.")).isCloseTo(7.3526, TOLERANCE);
    }

    private static double score(String text) {
        List<Double> scores = new ArrayList<>();
        ENCODER.encode(
                text,
                new Passages(text, TopicPolicy.LEAST_TOKENS, passage -> scores.add(BOATS.score(passage.vector()))));
        return Collections.max(scores);
    }
}
