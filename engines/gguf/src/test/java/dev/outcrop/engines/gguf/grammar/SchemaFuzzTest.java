package dev.outcrop.engines.gguf.grammar;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes the compiler of JSON Schemas, and walks through what it compiles.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class SchemaFuzzTest {
    private static final int STEPS = 64;

    /** Nobody who enters what a schema allows gets stuck: a text can go on or is whole. */
    @FuzzTest(maxDuration = "60s")
    void anySchemaIsFollowedOrRefused(byte[] bytes) {
        Program program;
        try {
            program = Program.of(new Grammar.Schema(new String(bytes, StandardCharsets.UTF_8)));
        } catch (SchemaException refused) {
            return;
        }
        Automaton automaton = new Automaton(program);
        GrammarState state = automaton.start();
        for (int step = 0; step < STEPS; step++) {
            GrammarState next = next(automaton, state, bytes[step % bytes.length] & 0xff);
            if (next == null) {
                assertThat(state.accepting).as("stuck after %d bytes", step).isTrue();
                return;
            }
            state = next;
        }
    }

    /** By the first byte from {@code wish} on that the text may go on with. */
    private static @Nullable GrammarState next(Automaton automaton, GrammarState state, int wish) {
        for (int i = 0; i < 256; i++) {
            GrammarState next = automaton.next(state, (wish + i) & 0xff);
            if (next != null) {
                return next;
            }
        }
        return null;
    }
}
