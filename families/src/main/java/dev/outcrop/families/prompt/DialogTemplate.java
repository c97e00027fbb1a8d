package dev.outcrop.families.prompt;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import org.jspecify.annotations.Nullable;

/**
 * A dialog in plain text whose turns begin with a label at the start of a line: {@code Human:}/{@code Assistant:} of
 * Claude's text completions, {@code User:}/{@code Bot:} of Titan. What stands before the first turn is a system text.
 *
 * @param separator what separates turns, before a label
 */
public record DialogTemplate(String separator, String user, String assistant) implements ProviderTemplate {

    /** Claude's text completions. */
    public static final DialogTemplate HUMAN_ASSISTANT = new DialogTemplate("\n\n", "Human:", "Assistant:");

    /** Titan's conversations. */
    public static final DialogTemplate USER_BOT = new DialogTemplate("\n", "User:", "Bot:");

    @Override
    public @Nullable List<Message> parse(String text) {
        List<Message> messages = new ArrayList<>();
        // A label at the very start counts as if a separator stood before it.
        String padded = separator + text;
        int at = nextLabel(padded, 0);
        if (at < 0) {
            return null;
        }
        String system = padded.substring(0, at).strip();
        if (!system.isEmpty()) {
            messages.add(new Message(Role.SYSTEM, system));
        }
        while (at >= 0) {
            if (messages.size() >= MOST_TURNS) {
                return null;
            }
            boolean human = padded.startsWith(user, at + separator.length());
            int from = at + separator.length() + (human ? user : assistant).length();
            int next = nextLabel(padded, from);
            String turn = padded.substring(from, next < 0 ? padded.length() : next);
            boolean last = next < 0;
            if (last && human) {
                return null;
            }
            if (!last) {
                messages.add(new Message(human ? Role.USER : Role.ASSISTANT, turn.strip()));
            } else if (!turn.isBlank()) {
                messages.add(new Message(Role.ASSISTANT, turn.stripLeading()));
            }
            at = next;
        }
        return messages.stream().anyMatch(message -> message.role() == Role.USER) ? messages : null;
    }

    private int nextLabel(String text, int from) {
        int at = text.indexOf(separator, from);
        while (at >= 0 && !isLabel(text, at + separator.length())) {
            at = text.indexOf(separator, at + 1);
        }
        return at;
    }

    private boolean isLabel(String text, int at) {
        return text.startsWith(user, at) || text.startsWith(assistant, at);
    }

    @Override
    public String render(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> text.append(message.text());
                case USER, TOOL -> text.append(separator).append(user).append(' ').append(message.text());
                case ASSISTANT -> text.append(separator).append(assistant).append(' ').append(message.text());
            }
        }
        boolean prefilled = !messages.isEmpty() && messages.getLast().role() == Role.ASSISTANT;
        return prefilled ? text.toString() : text.append(separator).append(assistant).toString();
    }

    @Override
    public List<String> markers() {
        return List.of();
    }
}
