package dev.outcrop.guardrails.grounding;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.outcrop.guardrails.text.UnitVectors;

/**
 * Scores how well an answer is supported by its source: as well as the least supported of its sentences.
 *
 * <p>A sentence is compared to those of the source that are nearest to it as a whole; what counts is the one that its
 * content tokens are best aligned to, and whether that one has its numbers and names and denies what it denies. Work
 * grows with sentences of the answer times sentences of the source; token by token only with the former. The length of
 * an answer is no input.
 *
 * @see <a href="https://arxiv.org/abs/2004.12832">Khattab and Zaharia, ColBERT</a> for comparing texts token by token
 */
final class GroundingModel {
    private static final int NEAREST = 8;
    private static final float FOUND = 0.4F;
    private static final int MOST_NAMES = 2;

    private final double aligned;
    private final double found;
    private final double newNumber;
    private final double strayNumber;
    private final double newNames;
    private final double strayNames;
    private final double negation;
    private final double bias;

    GroundingModel(Weights weights) {
        aligned = weights.of("aligned");
        found = weights.of("found");
        newNumber = weights.of("newNumber");
        strayNumber = weights.of("strayNumber");
        newNames = weights.of("newNames");
        strayNames = weights.of("strayNames");
        negation = weights.of("negation");
        bias = weights.of("bias");
    }

    /** Facts of an answer's sentence that the question does not hold: what the source holds nowhere, and the rest. */
    private record Facts(Set<String> absent, Set<String> present) {
        static Facts of(Set<String> facts, Set<String> asked, Set<String> known) {
            Set<String> absent = new HashSet<>(facts);
            absent.removeAll(asked);
            Set<String> present = new HashSet<>(absent);
            absent.removeAll(known);
            present.retainAll(known);
            return new Facts(absent, present);
        }

        /** Those that the source holds, but not in this sentence of it. */
        Set<String> notIn(Set<String> sentence) {
            Set<String> stray = new HashSet<>(present);
            stray.removeAll(sentence);
            return stray;
        }
    }

    /** All that several sentences hold. */
    private record Held(Set<String> content, Set<String> numbers) {
        static Held of(List<Statement> statements) {
            Set<String> content = new HashSet<>();
            Set<String> numbers = new HashSet<>();
            for (Statement statement : statements) {
                content.addAll(statement.words().content());
                numbers.addAll(statement.words().numbers());
            }
            return new Held(content, numbers);
        }
    }

    /** 0 to 1; 1 for an answer that claims nothing. */
    double score(List<Statement> answer, List<Statement> source, List<Statement> query) {
        Held asked = Held.of(query);
        Held known = Held.of(source);
        return answer.stream().mapToDouble(claim -> score(claim, source, asked, known)).min().orElse(1);
    }

    private double score(Statement claim, List<Statement> source, Held asked, Held known) {
        Facts names = Facts.of(claim.words().names(), asked.content(), known.content());
        Facts numbers = Facts.of(claim.words().numbers(), asked.numbers(), known.numbers());
        double unheard = (numbers.absent().isEmpty() ? 0 : newNumber) + newNames * share(names.absent()) + bias;
        if (source.isEmpty()) {
            return Weights.probability(unheard);
        }
        Statement best = source.getFirst();
        float[] alignment = new float[0];
        float[] anywhere = new float[claim.tokens().size()];
        double most = Double.NEGATIVE_INFINITY;
        for (Statement near : nearest(claim, source)) {
            float[] cosines = claim.alignedTo(near);
            for (int i = 0; i < cosines.length; i++) {
                anywhere[i] = Math.max(anywhere[i], cosines[i]);
            }
            double mean = mean(cosines);
            if (mean > most) {
                most = mean;
                best = near;
                alignment = cosines;
            }
        }
        return Weights.probability(
                aligned * mean(alignment)
                        + found * foundShare(anywhere)
                        + (numbers.notIn(best.words().numbers()).isEmpty() ? 0 : strayNumber)
                        + strayNames * share(names.notIn(best.words().content()))
                        + (claim.words().negated() == best.words().negated() ? 0 : negation)
                        + unheard);
    }

    private static List<Statement> nearest(Statement claim, List<Statement> source) {
        float[] cosines = new float[source.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = UnitVectors.cosine(claim.mean(), source.get(i).mean());
        }
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -cosines[i]))
                .limit(NEAREST)
                .map(source::get)
                .toList();
    }

    private static double share(Set<String> names) {
        return Math.min(names.size(), MOST_NAMES) / (double) MOST_NAMES;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double foundShare(float[] cosines) {
        int count = 0;
        for (float cosine : cosines) {
            count += cosine > FOUND ? 1 : 0;
        }
        return (double) count / cosines.length;
    }
}
