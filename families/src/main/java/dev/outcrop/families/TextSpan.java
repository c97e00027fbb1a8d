package dev.outcrop.families;

/**
 * One text of a request that can be assessed, and rewritten through {@link Invocation#withTexts}.
 *
 * @param text what the caller wrote, without the marks of a chat template
 */
public record TextSpan(Role role, String text) {

    /** Whose words a span holds. */
    public enum Role {
        SYSTEM, USER, ASSISTANT, TOOL_RESULT
    }
}
