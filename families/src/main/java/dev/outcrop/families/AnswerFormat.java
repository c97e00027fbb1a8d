package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;

/**
 * How one invocation's answer is written, for families whose answers do not depend on how the prompt was read.
 * Immutable.
 */
public interface AnswerFormat {

    /**
     * The same for other texts of the request, for families whose answers repeat them: nothing else must remain of what
     * a guardrail masked.
     *
     * @param texts as of {@link Invocation#withTexts}
     */
    default AnswerFormat withTexts(List<String> texts) {
        return this;
    }

    /** As {@link TextInvocation#body}. */
    byte[] body(Answer answer, GenerationResult result);

    /** As {@link TextInvocation#chunks}. */
    ChunkWriter chunks(ChunkSink sink);

    /** As {@link TextInvocation#blockedBody}: unless the family says otherwise, an answer that cost nothing. */
    default byte[] blockedBody(String message) {
        return body(Answer.of(message), Finish.BLOCKED);
    }

    /** As {@link TextInvocation#blockedAnswer}: unless the family says otherwise, an answer with an ordinary end. */
    default byte[] blockedAnswer(String message, GenerationResult result) {
        return body(Answer.of(message), Finish.blocked(result));
    }

    /** As {@link TextInvocation#blockedChunks}: unless the family says otherwise, a stream of one text. */
    default void blockedChunks(String message, ChunkSink sink) {
        ChunkWriter chunks = chunks(sink);
        chunks.start(0);
        chunks.text(message, 0);
        chunks.end(Finish.BLOCKED);
    }

    /** As {@link TextInvocation#promptTooLong}. */
    default ServiceException promptTooLong(PromptTooLongException cause) {
        return Finish.contextLength(cause);
    }
}
