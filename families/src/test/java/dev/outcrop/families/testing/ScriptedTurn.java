package dev.outcrop.families.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;

/** What a model is made to think, say and ask for, token by token, having read 7. */
public final class ScriptedTurn {
    private static final int PROMPT_TOKENS = 7;

    private final List<BiConsumer<AnswerBuilder, ChunkWriter>> steps = new ArrayList<>();
    private StopReason reason = StopReason.END_OF_TURN;

    /** Nothing yet. */
    public static ScriptedTurn begin() {
        return new ScriptedTurn();
    }

    /** Thoughts, one token each. */
    public ScriptedTurn think(String... pieces) {
        for (String piece : pieces) {
            int tokens = steps.size() + 1;
            steps.add((answer, chunks) -> {
                answer.reasoning(piece);
                chunks.reasoning(piece, tokens);
            });
        }
        return this;
    }

    /** Words, one token each. */
    public ScriptedTurn say(String... pieces) {
        for (String piece : pieces) {
            int tokens = steps.size() + 1;
            steps.add((answer, chunks) -> {
                answer.text(piece);
                chunks.text(piece, tokens);
            });
        }
        return this;
    }

    /** A call, and the pieces of its arguments. */
    public ScriptedTurn call(String id, String name, String... pieces) {
        int tokens = steps.size() + 1;
        steps.add((answer, chunks) -> {
            answer.toolCall(id, name);
            chunks.toolCall(id, name, tokens);
        });
        for (String piece : pieces) {
            int next = steps.size() + 1;
            steps.add((answer, chunks) -> {
                answer.toolInput(piece);
                chunks.toolInput(piece, next);
            });
        }
        reason = StopReason.TOOL_CALLS;
        return this;
    }

    /** Ended for another reason. */
    public ScriptedTurn endedBy(StopReason other) {
        reason = other;
        return this;
    }

    private GenerationResult result() {
        return new GenerationResult(PROMPT_TOKENS, steps.size(), reason, null);
    }

    /** The family's body for it. */
    public String body(TextInvocation invocation) {
        AnswerBuilder answer = new AnswerBuilder();
        steps.forEach(step -> step.accept(answer, new Unheard()));
        return new String(invocation.body(answer.answer(reason), result()), StandardCharsets.UTF_8);
    }

    /** The family's chunks for it. */
    public List<Chunk> stream(TextInvocation invocation) {
        List<Chunk> chunks = new ArrayList<>();
        ChunkWriter writer = invocation.chunks(
                (json, role) -> chunks.add(new Chunk(new String(json, StandardCharsets.UTF_8), role)));
        writer.start(PROMPT_TOKENS);
        steps.forEach(step -> step.accept(new AnswerBuilder(), writer));
        writer.end(result());
        return chunks;
    }

    /** Hears what is said to a stream when there is none. */
    private static final class Unheard implements ChunkWriter {
        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String text, int outputTokens) {}

        @Override
        public void reasoning(String text, int outputTokens) {}

        @Override
        public void toolCall(String id, String name, int outputTokens) {}

        @Override
        public void toolInput(String json, int outputTokens) {}

        @Override
        public void end(GenerationResult result) {}
    }
}
