package dev.outcrop.guardrails.pii.cards;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/** Three or four digits that a label, or a card number and an expiry right before them, make a verification value. */
final class CardVerificationValue implements Recogniser {

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.isNumber() || token.length() < 3 || token.length() > 4) {
                continue;
            }
            double words = text.near(Cue.CARD_CVV, token.start(), token.end());
            double score = 0.6 * words + 0.05;
            if (i >= 3 && CardExpiry.isMonthAndYear(text, i - 2) && CardNumber.endsAt(text, i - 3)) {
                score = 0.8;
            }
            if (score > 0.3 && text.isolated(token.start(), token.end())) {
                found.accept(new Candidate(PiiType.CREDIT_DEBIT_CARD_CVV, token.start(), token.end(), score));
            }
        }
    }
}
