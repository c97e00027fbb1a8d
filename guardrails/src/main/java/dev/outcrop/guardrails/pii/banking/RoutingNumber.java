package dev.outcrop.guardrails.pii.banking;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.CheckDigits;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/** Routing numbers of US banks: nine digits near a label; one number in ten has a right check digit, so it only helps. */
final class RoutingNumber implements Recogniser {

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        if (text.count(Cue.ROUTING) == 0) {
            return;
        }
        List<Token> tokens = text.tokens();
        for (Token token : tokens) {
            if (token.isNumber() && token.length() == 9 && text.isolated(token.start(), token.end())) {
                double check = CheckDigits.routingNumber(text.text(token)) ? 0.15 : -0.05;
                double words = text.near(Cue.ROUTING, token.start(), token.end());
                found.accept(
                        new Candidate(
                                PiiType.US_BANK_ROUTING_NUMBER,
                                token.start(),
                                token.end(),
                                words == 0 ? 0 : check + 0.6 * words));
            }
        }
    }
}
