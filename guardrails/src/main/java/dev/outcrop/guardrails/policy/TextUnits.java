package dev.outcrop.guardrails.policy;

import java.util.Collection;
import java.util.List;

import dev.outcrop.guardrails.text.AssessedText;

/** How the service counts what it charges: units of up to 1,000 code points over the whole content. */
public final class TextUnits {

    private static final int CHARACTERS_PER_UNIT = 1_000;

    private TextUnits() {}

    /** Units of the guarded blocks together. */
    public static int ofGuarded(List<AssessedText> content) {
        return of(content.stream().filter(text -> text.block().guarded()).toList());
    }

    /** Units of all these texts together. */
    public static int of(Collection<AssessedText> texts) {
        long characters = texts.stream().mapToLong(AssessedText::codePoints).sum();
        return Math.toIntExact((characters + CHARACTERS_PER_UNIT - 1) / CHARACTERS_PER_UNIT);
    }
}
