package dev.outcrop.guardrails.stream;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import org.jspecify.annotations.Nullable;

/** Findings as a stream sees them: somewhere else, or without effect. */
final class Findings {

    private Findings() {}

    /** Where it was found; null for what is said of the whole text. */
    static @Nullable Span span(Finding finding) {
        return switch (finding) {
            case Finding.CustomWord word -> word.span();
            case Finding.Profanity profanity -> profanity.span();
            case Finding.Pii pii -> pii.span();
            case Finding.Pattern pattern -> pattern.span();
            case Finding.Topic _,Finding.Filter _,Finding.Grounding _ -> null;
        };
    }

    /** The same elsewhere. */
    static Finding at(Span span, Finding finding) {
        return switch (finding) {
            case Finding.CustomWord word -> new Finding.CustomWord(word.match(), span, word.effect());
            case Finding.Profanity profanity -> new Finding.Profanity(profanity.match(), span, profanity.effect());
            case Finding.Pii pii -> new Finding.Pii(pii.type(), pii.match(), span, pii.effect());
            case Finding.Pattern pattern ->
                new Finding.Pattern(pattern.name(), pattern.pattern(), pattern.match(), span, pattern.effect());
            case Finding.Topic _,Finding.Filter _,Finding.Grounding _ -> finding;
        };
    }

    /** The same where nothing can be masked: it is reported, and the text stays. */
    static Finding unmasked(Finding finding) {
        if (finding.effect() != Effect.ANONYMIZED) {
            return finding;
        }
        return switch (finding) {
            case Finding.Pii pii -> new Finding.Pii(pii.type(), pii.match(), pii.span(), Effect.NONE);
            case Finding.Pattern pattern -> new Finding.Pattern(
                    pattern.name(), pattern.pattern(), pattern.match(), pattern.span(), Effect.NONE);
            case Finding.CustomWord _,Finding.Profanity _,Finding.Topic _,Finding.Filter _,Finding.Grounding _ ->
                throw new IllegalStateException("this policy does not mask");
        };
    }

    /** The same below no threshold: a part of an answer need not be relevant when another is, or may still be. */
    static Finding undetected(Finding.Grounding check) {
        return new Finding.Grounding(check.type(), check.threshold(), check.score(), Effect.NONE, false);
    }
}
