package dev.outcrop.evaluation.metric;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * How well a set of answers was classified (fmeval, "classification accuracy"; scikit-learn's definitions). All from 0
 * to 1.
 *
 * @param accuracy share of answers in the right class
 * @param balancedAccuracy mean over the classes that occur as targets of the share found
 * @param precision averaged as asked
 * @param recall averaged as asked
 */
public record ClassificationScores(double accuracy, double balancedAccuracy, double precision, double recall) {

    /** How classes are weighed; every class that is a target or was named counts, {@code unknown} too. */
    public enum Averaging {
        /** Every answer weighs the same. */
        MICRO,
        /** Every class weighs the same. */
        MACRO,
        /** Every class weighs as much as it has targets. */
        WEIGHTED
    }

    /** One answer: the class it belongs to and the class it named. */
    public record Pair(String target, String named) {}

    /** What there is of one class. */
    private static final class Tally {
        private int targets;
        private int named;
        private int right;

        double precision() {
            return named == 0 ? 0 : (double) right / named;
        }

        double recall() {
            return targets == 0 ? 0 : (double) right / targets;
        }
    }

    /** @throws IllegalArgumentException when there are no answers */
    public static ClassificationScores of(List<Pair> answers, Averaging averaging) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("There are no answers");
        }
        Map<String, Tally> tallies = new TreeMap<>();
        Set<String> targets = new TreeSet<>();
        int right = 0;
        for (Pair answer : answers) {
            Tally target = tallies.computeIfAbsent(answer.target(), name -> new Tally());
            target.targets++;
            targets.add(answer.target());
            tallies.computeIfAbsent(answer.named(), name -> new Tally()).named++;
            if (answer.target().equals(answer.named())) {
                target.right++;
                right++;
            }
        }
        double accuracy = (double) right / answers.size();
        double balanced = tallies.entrySet().stream()
                .filter(entry -> targets.contains(entry.getKey()))
                .mapToDouble(entry -> entry.getValue().recall())
                .average()
                .orElseThrow();
        return new ClassificationScores(
                accuracy,
                balanced,
                averaged(tallies, averaging, accuracy, Tally::precision),
                averaged(tallies, averaging, accuracy, Tally::recall));
    }

    private static double averaged(
            Map<String, Tally> tallies, Averaging averaging, double accuracy, ToDoubleFunction<Tally> score) {
        return switch (averaging) {
            // Each answer names one class, so what is missed in one is wrongly named in another.
            case MICRO -> accuracy;
            case MACRO -> tallies.values().stream().mapToDouble(score).average().orElseThrow();
            case WEIGHTED -> tallies.values().stream().mapToDouble(tally -> tally.targets * score.applyAsDouble(tally))
                    .sum() / tallies.values().stream().mapToInt(tally -> tally.targets).sum();
        };
    }
}
