package dev.outcrop.guardrails.pii.scan;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;

/**
 * Recognises values that mean nothing without a label: of every part with the right shape, the score is {@code shape} plus
 * {@code weight} times the nearness of the cue.
 *
 * @param shape what the part must look like
 * @param base the score without a label; below {@link Candidate#CERTAIN_ENOUGH}
 * @param weight what a label right before the value adds
 */
public record LabelledValue(PiiType type, Cue cue, Shape shape, double base, double weight) implements Recogniser {

    /** What a value looks like. */
    @FunctionalInterface
    public interface Shape {

        /**
         * Reads a value that starts with a token.
         *
         * @param first index of the token
         * @return index of the value's last token, or -1 when none starts here
         */
        int last(ScannedText text, int first);
    }

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        if (text.count(cue) == 0) {
            return;
        }
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            int start = tokens.get(first).start();
            int last = shape.last(text, first);
            if (last >= 0 && text.isolated(start, tokens.get(last).end())) {
                int end = tokens.get(last).end();
                double near = text.near(cue, start, end);
                if (near > 0) {
                    found.accept(new Candidate(type, start, end, base + weight * near));
                }
                first = last;
            }
        }
    }
}
