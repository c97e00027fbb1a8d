package dev.outcrop.guardrails.pii.government;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.DigitGroups;
import dev.outcrop.guardrails.pii.scan.LabelledValue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * A labelled number with a check digit: a right one lets the label be further away, a wrong one (a slip of the pen) asks for
 * a label right before it.
 */
record CheckedNumber(PiiType type, Cue cue, LabelledValue.Shape shape, Predicate<String> check) implements Recogniser {

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        if (text.count(cue) == 0) {
            return;
        }
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            int last = shape.last(text, first);
            if (last < 0) {
                continue;
            }
            int start = tokens.get(first).start();
            int end = tokens.get(last).end();
            double words = text.near(cue, start, end);
            if (words > 0 && text.isolated(start, end)) {
                double base = check.test(DigitGroups.digits(text, start, end)) ? 0.25 : 0;
                found.accept(new Candidate(type, start, end, base + 0.55 * words));
            }
        }
    }
}
