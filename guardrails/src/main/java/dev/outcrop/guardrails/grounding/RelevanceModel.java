package dev.outcrop.guardrails.grounding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.outcrop.guardrails.text.UnitVectors;

/**
 * Scores whether an answer has to do with its question: as much as the most relevant of its sentences ("one relevant
 * chunk makes the whole response relevant", Amazon Bedrock user guide, "Use contextual grounding check"). A short answer
 * ("743") is like no question; it is relevant if a sentence of the source that is like the question has it.
 */
final class RelevanceModel {
    private final double sentence;
    private final double answerAligned;
    private final double bridge;
    private final double bias;

    RelevanceModel(Weights weights) {
        sentence = weights.of("sentence");
        answerAligned = weights.of("answerAligned");
        bridge = weights.of("bridge");
        bias = weights.of("bias");
    }

    /** 0 to 1; 0 for an answer or a question without content. */
    double score(List<Statement> answer, List<Statement> source, List<Statement> query) {
        if (query.isEmpty()) {
            return 0;
        }
        double[] likeQuestion = source.stream().mapToDouble(part -> nearest(part, query)).toArray();
        double toQuestion = Double.NEGATIVE_INFINITY;
        double aligned = Double.NEGATIVE_INFINITY;
        double bySource = 0;
        for (Statement part : answer) {
            toQuestion = Math.max(toQuestion, nearest(part, query));
            aligned = Math.max(aligned, aligned(part, query));
            bySource = Math.max(bySource, bridge(part, source, likeQuestion));
        }
        return answer.isEmpty()
                ? 0
                : Weights.probability(sentence * toQuestion + answerAligned * aligned + bridge * bySource + bias);
    }

    private static double nearest(Statement part, List<Statement> query) {
        double nearest = -1;
        for (Statement question : query) {
            nearest = Math.max(nearest, UnitVectors.cosine(part.mean(), question.mean()));
        }
        return nearest;
    }

    private static double aligned(Statement part, List<Statement> query) {
        float[] nearest = part.alignedTo(query.getFirst());
        for (Statement question : query.subList(1, query.size())) {
            float[] others = part.alignedTo(question);
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = Math.max(nearest[i], others[i]);
            }
        }
        double sum = 0;
        for (float cosine : nearest) {
            sum += cosine;
        }
        return sum / nearest.length;
    }

    private static double bridge(Statement part, List<Statement> source, double[] likeQuestion) {
        Set<String> facts = new HashSet<>(part.words().content());
        facts.addAll(part.words().numbers());
        double best = 0;
        for (int i = 0; i < likeQuestion.length && !facts.isEmpty(); i++) {
            WordSet words = source.get(i).words();
            int held = 0;
            for (String fact : facts) {
                held += words.content().contains(fact) || words.numbers().contains(fact) ? 1 : 0;
            }
            best = Math.max(best, likeQuestion[i] * held / facts.size());
        }
        return best;
    }
}
