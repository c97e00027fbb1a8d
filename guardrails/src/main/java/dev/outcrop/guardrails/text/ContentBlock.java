package dev.outcrop.guardrails.text;

/**
 * One text of the content under assessment.
 *
 * @param guarded whether the policies other than contextual grounding look at it
 * @param attackable whether PROMPT_ATTACK looks at it (only with {@code guarded}): an untagged InvokeModel prompt is
 *     guarded but not attackable
 */
public record ContentBlock(String text, Role role, boolean guarded, boolean attackable) {

    /** What a block is to contextual grounding. */
    public enum Role {
        /** The text that is checked. */
        CONTENT,
        /** What it must be supported by. */
        GROUNDING_SOURCE,
        /** What it must answer. */
        QUERY
    }

    /** A text that every policy looks at. */
    public static ContentBlock guarded(String text) {
        return new ContentBlock(text, Role.CONTENT, true, true);
    }

    /** A text that counts as submitted and that no policy looks at. */
    public static ContentBlock unguarded(String text) {
        return new ContentBlock(text, Role.CONTENT, false, false);
    }
}
