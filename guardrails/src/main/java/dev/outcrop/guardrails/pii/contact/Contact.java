package dev.outcrop.guardrails.pii.contact;

import java.util.List;

import dev.outcrop.guardrails.pii.scan.Recogniser;

/** The recognisers of this package. */
public final class Contact {

    private Contact() {}

    /** E-mail and telephone. */
    public static List<Recogniser> recognisers() {
        return List.of(new EmailAddress(), new PhoneNumber());
    }
}
