package dev.outcrop.inference;

import java.util.List;

/** The tools of a conversation, and whether the model must use one. */
public record Tools(List<Tool> offered, Choice choice) {

    /** No tools at all. */
    public static final Tools NONE = new Tools(List.of(), new Choice.None());

    public Tools {
        offered = List.copyOf(offered);
    }

    /** How free the model is. */
    public sealed interface Choice {

        /** It may call tools or answer. */
        record Auto() implements Choice {}

        /** It must answer without a tool; the tools are there for the calls of earlier turns. */
        record None() implements Choice {}

        /** It must call at least one tool. */
        record Any() implements Choice {}

        /** It must call this tool. */
        record Named(String name) implements Choice {}
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return offered.isEmpty();
    }
}
