package dev.outcrop.guardrails.config;

/**
 * One category of harmful content.
 *
 * @param inputStrength how readily input is taken as harmful; {@link Strength#NONE} does not look
 * @param outputStrength the same for output; always {@link Strength#NONE} for {@link Category#PROMPT_ATTACK}
 */
public record ContentFilter(Category category, Strength inputStrength, Strength outputStrength, Handlings handlings) {

    /** The categories of the service. */
    public enum Category {
        SEXUAL, VIOLENCE, HATE, INSULTS, MISCONDUCT, PROMPT_ATTACK
    }

    /** The strength that holds in this direction. */
    public Strength strength(Direction direction) {
        return switch (direction) {
            case INPUT -> inputStrength;
            case OUTPUT -> outputStrength;
        };
    }

    /** Whether the filter looks at this direction at all. */
    public boolean enabledIn(Direction direction) {
        return strength(direction) != Strength.NONE && handlings.enabledIn(direction);
    }
}
