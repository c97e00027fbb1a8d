package dev.outcrop.guardrails.assessment;

import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.Strength;
import org.jspecify.annotations.Nullable;

/**
 * What one entry of a policy made of the content.
 *
 * <p>Entries that breach nothing are findings too ({@code detected} false), for callers that ask for the full scope;
 * words and patterns are found only where they occur.
 */
public sealed interface Finding {

    /** What it does to the text; {@link Effect#NONE} unless detected. */
    Effect effect();

    /** Whether the configuration is breached, whatever follows from it. */
    boolean detected();

    /** A denied topic. */
    record Topic(String name, Effect effect, boolean detected) implements Finding {}

    /**
     * A content filter.
     *
     * @param confidence of the whole content: that of its most harmful part
     * @param strength the configured one of the direction
     * @param decidedBy what was asked when it was not the embedded classifier, or why a plug-in was not; null otherwise
     */
    record Filter(
            ContentFilter.Category category, Confidence confidence, Strength strength, Effect effect, boolean detected,
            @Nullable String decidedBy) implements Finding {}

    /**
     * A custom word.
     *
     * @param match as it stands in the text
     * @param span where
     */
    record CustomWord(String match, Span span, Effect effect) implements Finding {
        @Override
        public boolean detected() {
            return true;
        }
    }

    /** A word of the managed profanity list. */
    record Profanity(String match, Span span, Effect effect) implements Finding {
        @Override
        public boolean detected() {
            return true;
        }
    }

    /** Sensitive information of a known type. */
    record Pii(PiiType type, String match, Span span, Effect effect) implements Finding {
        @Override
        public boolean detected() {
            return true;
        }
    }

    /**
     * Sensitive information that a configured expression describes.
     *
     * @param name of the expression
     * @param pattern the expression
     */
    record Pattern(String name, String pattern, String match, Span span, Effect effect) implements Finding {
        @Override
        public boolean detected() {
            return true;
        }
    }

    /**
     * A grounding or relevance check.
     *
     * @param score 0 to 1, the higher the better
     */
    record Grounding(GroundingFilter.Type type, double threshold, double score, Effect effect, boolean detected)
            implements
                Finding {}
}
