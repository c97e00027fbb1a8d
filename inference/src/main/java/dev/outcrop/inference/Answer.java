package dev.outcrop.inference;

import java.util.List;

/**
 * A whole answer.
 *
 * @param reasoning what the model thought before, empty unless {@link GenerationRequest#reasoning()} asked to keep it
 *     apart
 * @param calls in the order the model made them
 */
public record Answer(String text, String reasoning, List<ToolCall> calls) {

    public Answer {
        calls = List.copyOf(calls);
    }

    /** An answer of text alone. */
    public static Answer of(String text) {
        return new Answer(text, "", List.of());
    }

    /** The same answer in other words, as after masking. */
    public Answer withText(String other) {
        return new Answer(other, reasoning, calls);
    }
}
