package dev.outcrop.families;

import java.util.List;

import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import dev.outcrop.wire.error.ServiceException;

/** A text invocation whose answer is written by an {@link AnswerFormat}. Immutable. */
public final class FormattedText extends GeneratedText {
    private final AnswerFormat format;
    private final int answers;

    /** A generation, and how its answer is written. */
    public FormattedText(
            InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens, List<String> stop,
            AnswerFormat format) {
        super(context, prompt, sampling, maxTokens, stop);
        this.format = format;
        this.answers = 1;
    }

    /**
     * As above, with an answer's shape and thoughts.
     *
     * @param generation of {@code prompt}, whatever its own prompt is
     */
    public FormattedText(
            InvocationContext context, PromptText prompt, GenerationRequest generation, AnswerFormat format) {
        this(context, prompt, generation, format, 1);
    }

    /**
     * As above, several times.
     *
     * @param answers how many; more than one only of {@link SeveralAnswers}
     */
    public FormattedText(
            InvocationContext context, PromptText prompt, GenerationRequest generation, AnswerFormat format,
            int answers) {
        super(context, prompt, generation);
        this.format = format;
        this.answers = answers;
    }

    @Override
    protected TextInvocation with(PromptText other) {
        return new FormattedText(
                context(),
                other,
                generation(),
                format.withTexts(other.spans().stream().map(TextSpan::text).toList()),
                answers);
    }

    @Override
    public int answers() {
        return answers;
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return format.body(answer, result);
    }

    @Override
    public byte[] body(List<Completion> all) {
        return format instanceof SeveralAnswers several ? several.body(all) : super.body(all);
    }

    @Override
    public byte[] blockedBody(String message) {
        return format.blockedBody(message);
    }

    @Override
    public byte[] blockedAnswer(String message, GenerationResult result) {
        return format.blockedAnswer(message, result);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return format.chunks(sink);
    }

    @Override
    public List<ChunkWriter> chunksOfAll(ChunkSink sink) {
        return format instanceof SeveralAnswers several ? several.chunks(sink, answers) : super.chunksOfAll(sink);
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        format.blockedChunks(message, sink);
    }

    @Override
    public ServiceException promptTooLong(PromptTooLongException cause) {
        return format.promptTooLong(cause);
    }
}
