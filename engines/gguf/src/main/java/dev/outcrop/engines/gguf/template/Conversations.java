package dev.outcrop.engines.gguf.template;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;

/** Conversations in the shapes that formats with fewer possibilities accept. */
final class Conversations {

    private static final String BETWEEN = "\n\n";

    private Conversations() {}

    /** The system's texts go in front of the user's text that follows them, for formats without a system role. */
    static List<Message> withSystemInFirstUserTurn(List<Message> messages) {
        List<Message> turns = new ArrayList<>();
        StringBuilder system = new StringBuilder();
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> system.append(message.text()).append(BETWEEN);
                case TOOL -> turns.add(message);
                case USER -> {
                    turns.add(new Message(Role.USER, system + message.text()));
                    system.setLength(0);
                }
                case ASSISTANT -> {
                    if (!system.isEmpty()) {
                        turns.add(new Message(Role.USER, system.toString().strip()));
                        system.setLength(0);
                    }
                    turns.add(message);
                }
            }
        }
        if (!system.isEmpty()) {
            turns.add(new Message(Role.USER, system.toString().strip()));
        }
        return turns;
    }

    /** Neighbouring messages of one role become one message, for formats in which roles must alternate. */
    static List<Message> alternating(List<Message> messages) {
        List<Message> turns = new ArrayList<>();
        for (Message message : messages) {
            if (!turns.isEmpty() && turns.getLast().role() == message.role()
                    && isWords(turns.getLast()) && isWords(message)) {
                turns.set(turns.size() - 1,
                        new Message(message.role(), turns.getLast().text() + BETWEEN + message.text()));
            } else {
                turns.add(message);
            }
        }
        return turns;
    }

    private static boolean isWords(Message message) {
        return message.parts().stream().allMatch(Part.Text.class::isInstance);
    }
}
