package dev.outcrop.families;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import org.jspecify.annotations.Nullable;

/**
 * Collects messages and joins neighbours of one role with a line break, as chat templates want roles to alternate. Time
 * is linear in the text, however many neighbours there are. Not thread-safe.
 */
public final class Conversation {
    private final List<Message> ended = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private @Nullable Role role;

    /** Adds what someone says. */
    public void add(Role speaker, String text) {
        if (speaker == role) {
            open.append('\n').append(text);
            return;
        }
        endTurn();
        role = speaker;
        open.append(text);
    }

    /** Whether this one spoke last. */
    public boolean isTurnOf(Role speaker) {
        return speaker == role;
    }

    /** Everything said so far. */
    public List<Message> messages() {
        endTurn();
        return List.copyOf(ended);
    }

    private void endTurn() {
        if (role != null) {
            ended.add(new Message(role, open.toString()));
            open.setLength(0);
            role = null;
        }
    }
}
