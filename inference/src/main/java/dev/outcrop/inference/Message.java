package dev.outcrop.inference;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One turn of a conversation.
 *
 * <p>A last message of role {@link Role#ASSISTANT} is a prefill: the answer continues it and does not repeat it.
 */
public record Message(Role role, List<Part> parts) {

    /** Who speaks. */
    public enum Role {
        SYSTEM, USER, ASSISTANT,
        /** Results of the tools that the assistant asked for: {@link Part.ToolResult} alone. */
        TOOL
    }

    public Message {
        parts = List.copyOf(parts);
    }

    /** A message of words alone. */
    public Message(Role role, String text) {
        this(role, List.of(new Part.Text(text)));
    }

    /** Its words, parts of text joined by line breaks; what is not text is left out. */
    public String text() {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text)) {
            return text;
        }
        return parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}
