package dev.outcrop.guardrails.pii.government;

import java.util.List;

import dev.outcrop.guardrails.pii.scan.Recogniser;

/** The recognisers of this package. */
public final class GovernmentIds {

    private GovernmentIds() {}

    /** United States, Canada, United Kingdom. */
    public static List<Recogniser> recognisers() {
        return List.of(new SocialSecurityNumber());
    }
}
