package dev.outcrop.engines.gguf.grammar;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Whole texts against grammars. */
public final class Texts {

    private Texts() {}

    /** Whether it is a whole text of this form. */
    public static boolean fits(Grammar grammar, String text) {
        GrammarState state = after(grammar, text);
        return state != null && state.accepting;
    }

    /** Whether the text may be the beginning of one that fits. */
    public static boolean begins(Grammar grammar, String text) {
        return after(grammar, text) != null;
    }

    private static @Nullable GrammarState after(Grammar grammar, String text) {
        Automaton automaton = new Automaton(Program.of(grammar));
        GrammarState state = automaton.start();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            state = automaton.next(state, each & 0xff);
            if (state == null) {
                return null;
            }
        }
        return state;
    }
}
