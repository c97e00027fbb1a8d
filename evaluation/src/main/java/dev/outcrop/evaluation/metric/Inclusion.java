package dev.outcrop.evaluation.metric;

import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;

import dev.outcrop.evaluation.text.QuacText;
import dev.outcrop.evaluation.text.WhiteSpace;

/**
 * Whether an answer contains a fact (fmeval, "factual knowledge"): 0 or 1.
 *
 * @param exact by letters, whatever their case; the real-world-knowledge score
 * @param quasi by normalised text
 */
public record Inclusion(double exact, double quasi) {

    /** How several facts in one reference count. */
    public enum Operator {
        /** One is enough. */
        OR("<OR>"),
        /** All must be there. */
        AND("<AND>");

        private final String delimiter;

        Operator(String delimiter) {
            this.delimiter = delimiter;
        }

        /** What usually stands between such facts. */
        public String delimiter() {
            return delimiter;
        }

        private double over(DoubleStream scores) {
            return (this == OR ? scores.max() : scores.min()).orElseThrow();
        }
    }

    /** One fact of several separated by {@code <OR>} is enough. */
    public static Inclusion of(String answer, String reference) {
        return of(answer, reference, Operator.OR, Operator.OR.delimiter());
    }

    /** As many facts as the operator asks for. */
    public static Inclusion of(String answer, String reference, Operator operator, String delimiter) {
        return new Inclusion(
                score(Inclusion::contains, answer, reference, operator, delimiter),
                score(Inclusion::containsNormalised, answer, reference, operator, delimiter));
    }

    private static double score(
            ToDoubleBiFunction<String, String> one, String answer, String reference, Operator operator,
            String delimiter) {
        return operator.over(
                References.split(reference, delimiter).stream().mapToDouble(fact -> one.applyAsDouble(answer, fact)));
    }

    private static double contains(String answer, String fact) {
        return answer.toLowerCase(Locale.ROOT).contains(fact.toLowerCase(Locale.ROOT)) ? 1 : 0;
    }

    private static double containsNormalised(String answer, String fact) {
        return normal(answer).contains(normal(fact)) ? 1 : 0;
    }

    private static String normal(String text) {
        return QuacText.normalise(WhiteSpace.strip(text));
    }
}
