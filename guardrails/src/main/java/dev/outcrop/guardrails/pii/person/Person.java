package dev.outcrop.guardrails.pii.person;

import java.util.List;

import dev.outcrop.guardrails.pii.scan.Recogniser;

/** The recognisers of this package. */
public final class Person {

    private Person() {}

    /** Ages and addresses. */
    public static List<Recogniser> recognisers() {
        return List.of(new Age(), new StreetAddress());
    }
}
