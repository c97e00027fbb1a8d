package dev.outcrop.families.prompt;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import org.jspecify.annotations.Nullable;

/**
 * DeepSeek's turns between full-width bars. What stands before the first turn is a system text; a text after the last
 * {@code <｜Assistant｜>}, such as {@code <think>}, is the beginning of the answer.
 */
public final class DeepSeekTemplate implements ProviderTemplate {

    /** The one template. */
    public static final DeepSeekTemplate INSTANCE = new DeepSeekTemplate();

    private static final String BEGIN = "<｜begin▁of▁sentence｜>";
    private static final String END = "<｜end▁of▁sentence｜>";
    private static final String USER = "<｜User｜>";
    private static final String ASSISTANT = "<｜Assistant｜>";

    private DeepSeekTemplate() {}

    @Override
    public @Nullable List<Message> parse(String text) {
        int first = text.indexOf(USER);
        if (first < 0) {
            return null;
        }
        List<Message> messages = new ArrayList<>();
        String before = text.substring(0, first).strip();
        String system = (before.startsWith(BEGIN) ? before.substring(BEGIN.length()) : before).strip();
        if (!system.isEmpty()) {
            messages.add(new Message(Role.SYSTEM, system));
        }
        int at = first;
        while (messages.size() < MOST_TURNS) {
            int answer = text.indexOf(ASSISTANT, at);
            if (answer < 0) {
                return null;
            }
            messages.add(new Message(Role.USER, text.substring(at + USER.length(), answer).strip()));
            int from = answer + ASSISTANT.length();
            int next = text.indexOf(USER, from);
            if (next < 0) {
                String open = text.substring(from);
                if (!open.isBlank()) {
                    messages.add(new Message(Role.ASSISTANT, open.stripLeading()));
                }
                return messages;
            }
            String closed = text.substring(from, next).strip();
            messages.add(new Message(
                    Role.ASSISTANT,
                    closed.endsWith(END) ? closed.substring(0, closed.length() - END.length()).strip() : closed));
            at = next;
        }
        return null;
    }

    @Override
    public String render(List<Message> messages) {
        StringBuilder text = new StringBuilder(BEGIN);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            switch (message.role()) {
                case SYSTEM -> text.append(message.text());
                case USER, TOOL -> text.append(USER).append(message.text());
                case ASSISTANT -> {
                    text.append(ASSISTANT).append(message.text());
                    if (i < messages.size() - 1) {
                        text.append(END);
                    }
                }
            }
        }
        boolean prefilled = !messages.isEmpty() && messages.getLast().role() == Role.ASSISTANT;
        return prefilled ? text.toString() : text.append(ASSISTANT).toString();
    }

    @Override
    public List<String> markers() {
        return List.of(BEGIN, END, USER, ASSISTANT);
    }
}
