package dev.outcrop.inference;

/**
 * One turn of a conversation.
 *
 * <p>A last message of role {@link Role#ASSISTANT} is a prefill: the answer continues it and does not repeat it.
 */
public record Message(Role role, String text) {

    /** Who speaks. */
    public enum Role {
        SYSTEM, USER, ASSISTANT
    }
}
