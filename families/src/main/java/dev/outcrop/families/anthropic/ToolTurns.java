package dev.outcrop.families.anthropic;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.outcrop.wire.error.ValidationException;

/** Checks that every call has its result in the next message and every result its call in the one before. Not thread-safe. */
final class ToolTurns {
    private final Set<String> ids = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int index;
    private boolean answering;

    /** An assistant's message begins. */
    void assistant(int message) {
        if (answering) {
            end();
            asked.clear();
            answering = false;
        }
        index = message;
    }

    /** A user's message begins. */
    void user() {
        answering = true;
    }

    /** The assistant's message has this call. */
    void call(String id, String where) {
        if (!ids.add(id)) {
            throw new ValidationException(where + ": `tool_use` ids must be unique");
        }
        asked.add(id);
        open.add(id);
    }

    /** The user's message has this result. */
    void result(String id, String where) {
        if (!asked.contains(id)) {
            throw new ValidationException(where + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id
                    + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        }
        open.remove(id);
    }

    /** Nothing more comes. */
    void end() {
        if (!open.isEmpty()) {
            throw new ValidationException(
                    "messages." + index + ": `tool_use` ids were found without `tool_result` blocks"
                            + " immediately after: " + String.join(", ", open) + ". Each `tool_use` block must have a"
                            + " corresponding `tool_result` block in the next message.");
        }
    }
}
