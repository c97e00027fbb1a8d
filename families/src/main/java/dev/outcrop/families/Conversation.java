package dev.outcrop.families;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;
import org.jspecify.annotations.Nullable;

/**
 * Collects messages and joins neighbours of one role with a line break, as chat templates want roles to alternate. Time
 * is linear in the text, however many neighbours there are. Not thread-safe.
 */
public final class Conversation {
    private final List<Message> ended = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean joins;
    private @Nullable Role role;

    /** Adds what someone says. */
    public void add(Role speaker, String text) {
        if (speaker == role) {
            if (joins) {
                open.append('\n');
            }
        } else {
            endTurn();
            role = speaker;
        }
        open.append(text);
        joins = true;
    }

    /** Adds something that is not text: it stays a part of its own. */
    public void add(Role speaker, Part part) {
        if (part instanceof Part.Text(String text)) {
            add(speaker, text);
            return;
        }
        if (speaker != role) {
            endTurn();
            role = speaker;
        }
        endText();
        parts.add(part);
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
            endText();
            ended.add(new Message(role, parts));
            parts.clear();
            role = null;
        }
    }

    private void endText() {
        if (joins) {
            parts.add(new Part.Text(open.toString()));
            open.setLength(0);
            joins = false;
        }
    }
}
