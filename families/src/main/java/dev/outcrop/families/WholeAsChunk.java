package dev.outcrop.families;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;

/** A stream of one chunk: the whole body. Holds the answers until their end, so memory is bounded by their tokens. */
public final class WholeAsChunk {
    private final SeveralAnswers format;
    private final ChunkSink sink;
    private final List<Collector> answers = new ArrayList<>();

    private WholeAsChunk(SeveralAnswers format, ChunkSink sink, int answers) {
        this.format = format;
        this.sink = sink;
        for (int i = 0; i < answers; i++) {
            this.answers.add(new Collector());
        }
    }

    /**
     * Writers of what {@link SeveralAnswers#body(List)} writes.
     *
     * @param answers how many there are
     */
    public static List<ChunkWriter> of(SeveralAnswers format, ChunkSink sink, int answers) {
        return List.copyOf(new WholeAsChunk(format, sink, answers).answers);
    }

    private void ended() {
        List<Completion> whole = new ArrayList<>(answers.size());
        for (Collector answer : answers) {
            if (answer.whole == null) {
                return;
            }
            whole.add(answer.whole);
        }
        sink.chunk(format.body(whole), ChunkSink.Role.LAST);
    }

    private final class Collector implements ChunkWriter {
        private final StringBuilder text = new StringBuilder();
        private @Nullable Completion whole;

        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String added, int outputTokens) {
            text.append(added);
        }

        @Override
        public void end(GenerationResult result) {
            whole = new Completion(Answer.of(text.toString()), result);
            ended();
        }
    }
}
