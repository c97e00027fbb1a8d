package dev.outcrop.guardrails.pii.cards;

import java.util.List;

import dev.outcrop.guardrails.pii.scan.Recogniser;

/** The recognisers of this package. */
public final class Cards {

    private Cards() {}

    /** Number, verification value, expiry and PIN. */
    public static List<Recogniser> recognisers() {
        return List.of(new CardNumber(), new CardVerificationValue(), new CardExpiry(), new Pin());
    }
}
