package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;

/** A request for generated text. */
public non-sealed interface TextInvocation extends Invocation {

    /** What the engine is asked. */
    GenerationRequest generation();

    /**
     * How many answers the request wants, each of a generation of its own ({@link GenerationRequest#ofAnswer}): one, unless
     * the family takes a number and the request names it.
     */
    default int answers() {
        return 1;
    }

    @Override
    TextInvocation withTexts(List<String> texts);

    /**
     * The family's response body: compact JSON, UTF-8.
     *
     * @param answer what was generated, whole
     */
    byte[] body(Answer answer, GenerationResult result);

    /**
     * The body of all answers.
     *
     * @param answers as many as {@link #answers()}, in their order
     */
    default byte[] body(List<Completion> answers) {
        Completion only = answers.getFirst();
        return body(only.answer(), only.result());
    }

    /**
     * The body when a guardrail blocked what the model said: the message in the place of its text, its counts kept.
     *
     * @param result the model's own
     */
    default byte[] blockedAnswer(String message, GenerationResult result) {
        return body(Answer.of(message), Finish.blocked(result));
    }

    /** A writer for one response stream of one answer. */
    ChunkWriter chunks(ChunkSink sink);

    /** Writers for one response stream of all {@link #answers()}: each writes one of them, in any interleaving. */
    default List<ChunkWriter> chunksOfAll(ChunkSink sink) {
        return List.of(chunks(sink));
    }

    /** Writes the whole stream of a call that a guardrail blocked before the model ran. */
    void blockedChunks(String message, ChunkSink sink);
}
