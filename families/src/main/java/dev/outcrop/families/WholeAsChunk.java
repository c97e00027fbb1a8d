package dev.outcrop.families;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;

/** A stream of one chunk: the whole body. Holds the answer until its end, so memory is bounded by its tokens. */
public final class WholeAsChunk implements ChunkWriter {
    private final AnswerFormat format;
    private final ChunkSink sink;
    private final StringBuilder answer = new StringBuilder();

    /** Writes what {@link AnswerFormat#body} writes. */
    public WholeAsChunk(AnswerFormat format, ChunkSink sink) {
        this.format = format;
        this.sink = sink;
    }

    @Override
    public void start(int promptTokens) {}

    @Override
    public void text(String text, int outputTokens) {
        answer.append(text);
    }

    @Override
    public void end(GenerationResult result) {
        sink.chunk(format.body(Answer.of(answer.toString()), result), ChunkSink.Role.LAST);
    }
}
