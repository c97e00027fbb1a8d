package dev.outcrop.guardrails.pii.cards;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Links;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * Four to six digits that are called a PIN. Since to pin is a verb too, and the digits of a year look alike, only words that
 * link a label to its value may stand between the two.
 */
final class Pin implements Recogniser {
    private static final Set<String> AFTER_A_VERB = Set.of("in", "at", "with", "on", "the",
            "this", "that", "it", "a", "an", "your", "these",
            "those");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        if (text.count(Cue.PIN) == 0) {
            return;
        }
        List<Token> tokens = text.tokens();
        for (Token token : tokens) {
            if (token.isNumber() && token.length() >= 4 && token.length() <= 6
                    && text.isolated(token.start(), token.end())
                    && (isLabelled(text, token) || isNamedAfter(text, token))) {
                found.accept(new Candidate(PiiType.PIN, token.start(), token.end(), 0.85));
            }
        }
    }

    private static boolean isLabelled(ScannedText text, Token token) {
        int cue = text.cueBefore(Cue.PIN, token.start(), 40);
        if (cue < 0) {
            return false;
        }
        List<String> between = text.words(cue, token.start());
        return Links.all(between) && (between.isEmpty() || !AFTER_A_VERB.contains(between.getFirst()));
    }

    /** {@code 4821 is my PIN}. */
    private static boolean isNamedAfter(ScannedText text, Token token) {
        int cue = text.cueAfter(Cue.PIN, token.end(), 25);
        if (cue < 0) {
            return false;
        }
        List<String> between = text.words(token.end(), cue);
        return !between.isEmpty() && between.getFirst().equals("is") && Links.all(between);
    }
}
