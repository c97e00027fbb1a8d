package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;

/** A format with a place for several answers to one request; one answer is several of which there is one. Immutable. */
public interface SeveralAnswers extends AnswerFormat {

    /** As {@link TextInvocation#body(List)}. */
    byte[] body(List<Completion> answers);

    /**
     * As {@link TextInvocation#chunksOfAll}.
     *
     * @param answers how many there are
     */
    List<ChunkWriter> chunks(ChunkSink sink, int answers);

    @Override
    default byte[] body(Answer answer, GenerationResult result) {
        return body(List.of(new Completion(answer, result)));
    }

    @Override
    default ChunkWriter chunks(ChunkSink sink) {
        return chunks(sink, 1).getFirst();
    }
}
