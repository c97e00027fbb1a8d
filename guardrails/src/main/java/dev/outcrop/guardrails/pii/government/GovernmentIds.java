package dev.outcrop.guardrails.pii.government;

import java.util.List;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.CheckDigits;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.LabelledValue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.Shapes;

/** The recognisers of this package. */
public final class GovernmentIds {

    private GovernmentIds() {}

    /** United States, Canada, United Kingdom. */
    public static List<Recogniser> recognisers() {
        return List.of(
                new SocialSecurityNumber(),
                new LabelledValue(
                        PiiType.US_PASSPORT_NUMBER,
                        Cue.US_PASSPORT,
                        Shapes.alphanumeric(5, 6, 9, ""),
                        0.1,
                        0.6),
                new LabelledValue(
                        PiiType.CA_HEALTH_NUMBER,
                        Cue.CA_HEALTH,
                        Shapes.grouped("- ", 4, 3, 3),
                        0.1,
                        0.6),
                new CheckedNumber(
                        PiiType.CA_SOCIAL_INSURANCE_NUMBER,
                        Cue.CA_SIN,
                        Shapes.grouped("- ", 3, 3, 3),
                        CheckDigits::luhn),
                new CheckedNumber(
                        PiiType.UK_NATIONAL_HEALTH_SERVICE_NUMBER,
                        Cue.NHS,
                        Shapes.grouped("- ", 3, 3, 4),
                        CheckDigits::nhsNumber),
                new NationalInsuranceNumber(),
                new LabelledValue(
                        PiiType.UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER,
                        Cue.UTR,
                        Shapes.grouped(" -", 5, 5),
                        0.1,
                        0.6));
    }
}
