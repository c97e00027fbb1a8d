package dev.outcrop.families.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * What a model is made to say.
 *
 * @param tokens the text of each token; may be empty
 */
public record ScriptedGeneration(
        int promptTokens, List<String> tokens, StopReason stopReason, @Nullable String stopSequence) {

    /** A model that ends its turn after these tokens, having read 7. */
    public static ScriptedGeneration of(String... tokens) {
        return new ScriptedGeneration(7, List.of(tokens), StopReason.END_OF_TURN, null);
    }

    /** A model that ends its turn after these tokens. */
    public static ScriptedGeneration of(int promptTokens, String... tokens) {
        return new ScriptedGeneration(promptTokens, List.of(tokens), StopReason.END_OF_TURN, null);
    }

    /** The same tokens, ended by the limit. */
    public ScriptedGeneration cutByLimit() {
        return endedBy(StopReason.MAX_TOKENS);
    }

    /** The same tokens, ended because the context is full. */
    public ScriptedGeneration cutByContext() {
        return endedBy(StopReason.CONTEXT_FULL);
    }

    /** The same tokens, ended by a stop sequence. */
    public ScriptedGeneration stoppedBy(String sequence) {
        return new ScriptedGeneration(promptTokens, tokens, StopReason.STOP_SEQUENCE, sequence);
    }

    /** The same, ended for another reason. */
    public ScriptedGeneration endedBy(StopReason reason) {
        return new ScriptedGeneration(
                promptTokens, tokens, reason, reason == StopReason.STOP_SEQUENCE ? "###" : null);
    }

    /** How the engine reports it. */
    public GenerationResult result() {
        return new GenerationResult(promptTokens, tokens.size(), stopReason, stopSequence);
    }

    /** The family's body for it. */
    public String body(TextInvocation invocation) {
        return new String(invocation.body(Answer.of(String.join("", tokens)), result()), StandardCharsets.UTF_8);
    }

    /** The family's chunks for it. */
    public List<Chunk> stream(TextInvocation invocation) {
        List<Chunk> chunks = new ArrayList<>();
        ChunkWriter writer = invocation.chunks(into(chunks));
        writer.start(promptTokens);
        for (int i = 0; i < tokens.size(); i++) {
            writer.text(tokens.get(i), i + 1);
        }
        writer.end(result());
        return chunks;
    }

    /** The family's chunks for a call that is blocked. */
    public static List<Chunk> blocked(TextInvocation invocation, String message) {
        List<Chunk> chunks = new ArrayList<>();
        invocation.blockedChunks(message, into(chunks));
        return chunks;
    }

    private static ChunkSink into(List<Chunk> chunks) {
        return (json, role) -> chunks.add(new Chunk(new String(json, StandardCharsets.UTF_8), role));
    }

    /** One chunk as the sink gets it. */
    public record Chunk(String json, ChunkSink.Role role) {}
}
