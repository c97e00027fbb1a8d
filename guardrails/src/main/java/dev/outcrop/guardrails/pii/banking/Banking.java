package dev.outcrop.guardrails.pii.banking;

import java.util.List;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.LabelledValue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.Shapes;

/** The recognisers of this package. */
public final class Banking {

    private Banking() {}

    /** IBAN, BIC, account and routing numbers. */
    public static List<Recogniser> recognisers() {
        return List.of(
                new Iban(),
                new SwiftCode(),
                new RoutingNumber(),
                new LabelledValue(
                        PiiType.US_BANK_ACCOUNT_NUMBER,
                        Cue.BANK_ACCOUNT,
                        Shapes.digits(6, 17),
                        0.05,
                        0.6));
    }
}
