package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;

/** A request for generated text. */
public non-sealed interface TextInvocation extends Invocation {

    /** What the engine is asked. */
    GenerationRequest generation();

    @Override
    TextInvocation withTexts(List<String> texts);

    /**
     * The family's response body: compact JSON, UTF-8.
     *
     * @param answer what was generated, whole
     */
    byte[] body(Answer answer, GenerationResult result);

    /**
     * The body when a guardrail blocked what the model said: the message in the place of its text, its counts kept.
     *
     * @param result the model's own
     */
    default byte[] blockedAnswer(String message, GenerationResult result) {
        return body(Answer.of(message), Finish.blocked(result));
    }

    /** A writer for one response stream. */
    ChunkWriter chunks(ChunkSink sink);

    /** Writes the whole stream of a call that a guardrail blocked before the model ran. */
    void blockedChunks(String message, ChunkSink sink);
}
