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

    /** A generation, and how its answer is written. */
    public FormattedText(
            InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens, List<String> stop,
            AnswerFormat format) {
        super(context, prompt, sampling, maxTokens, stop);
        this.format = format;
    }

    /**
     * As above, with an answer's shape and thoughts.
     *
     * @param generation of {@code prompt}, whatever its own prompt is
     */
    public FormattedText(
            InvocationContext context, PromptText prompt, GenerationRequest generation, AnswerFormat format) {
        super(context, prompt, generation);
        this.format = format;
    }

    @Override
    protected TextInvocation with(PromptText other) {
        return new FormattedText(
                context(), other, generation(), format.withTexts(other.spans().stream().map(TextSpan::text).toList()));
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return format.body(answer, result);
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
    public void blockedChunks(String message, ChunkSink sink) {
        format.blockedChunks(message, sink);
    }

    @Override
    public ServiceException promptTooLong(PromptTooLongException cause) {
        return format.promptTooLong(cause);
    }
}
