package dev.outcrop.server.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.families.Completion;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.InvocationTrace;
import org.jspecify.annotations.Nullable;

/**
 * What a guardrail adds to the chunks of one stream: its action to those that carry a blocked message and to the last
 * one, the trace to the last one alone. Confined to one thread.
 */
final class GuardedChunks {
    private final InvocationTrace trace;
    private final String message;
    private final List<GuardedStream> streams;
    private Effect answer = Effect.NONE;
    private @Nullable String blocked;

    /**
     * @param message what stands for an answer, or for its rest, once it is blocked
     * @param streams where each answer comes from; empty when no model is asked
     */
    GuardedChunks(InvocationTrace trace, String message, List<GuardedStream> streams) {
        this.trace = trace;
        this.message = message;
        this.streams = streams;
    }

    /** A part of the answer was assessed. */
    void assessed(Assessment assessment) {
        trace.output(assessment);
        answer = answer.and(assessment.effect());
    }

    /** From now on the message stands for an answer. */
    String block() {
        return block(message);
    }

    /** From now on this stands for the answer. */
    String block(String text) {
        blocked = escaped(text);
        return text;
    }

    /** Whether it does. */
    boolean isBlocked() {
        return blocked != null;
    }

    /**
     * The answers are complete: a trace tells what the model had said before the guardrail changed it.
     *
     * @param results one per answer
     */
    void end(TextInvocation invocation, List<GenerationResult> results) {
        if (!streams.isEmpty() && answer != Effect.NONE && trace.isWritten()) {
            trace.modelOutput(
                    invocation.body(
                            IntStream.range(0, streams.size())
                                    .mapToObj(
                                            i -> new Completion(
                                                    Answer.of(streams.get(i).original()), results.get(i)))
                                    .toList()));
        }
    }

    /** A chunk with text. Families that end with text keep one back, so the first after a block may be an earlier one. */
    byte[] text(byte[] chunk) {
        return blocked != null && new String(chunk, StandardCharsets.UTF_8).contains(blocked)
                ? InvocationTrace.withIntervention(chunk)
                : chunk;
    }

    /** The last chunk. */
    byte[] last(byte[] chunk) {
        return trace.withMembers(chunk);
    }

    /** As the families write it, which all use the same writer. */
    private static String escaped(String message) {
        String object = new String(
                JsonText.object(json -> json.writeStringProperty("", message)), StandardCharsets.UTF_8);
        return object.substring("{\"\":\"".length(), object.length() - "\"}".length());
    }
}
