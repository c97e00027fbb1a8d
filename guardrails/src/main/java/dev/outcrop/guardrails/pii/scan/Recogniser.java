package dev.outcrop.guardrails.pii.scan;

import java.util.function.Consumer;

/** Finds one type of sensitive information by its shape. Stateless, and linear in the length of the text. */
@FunctionalInterface
public interface Recogniser {

    /** Hands over everything that may be of the type, however unsure; two candidates may overlap. */
    void recognise(ScannedText text, Consumer<Candidate> found);
}
