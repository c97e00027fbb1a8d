package dev.outcrop.families;

import java.util.List;

import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Sampling;

/** What every text invocation has in common: a prompt, and how it is to be continued. Immutable. */
public abstract class GeneratedText implements TextInvocation {
    private final InvocationContext context;
    private final PromptText prompt;
    private final GenerationRequest generation;

    protected GeneratedText(
            InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens,
            List<String> stopSequences) {
        this(context, prompt, new GenerationRequest(prompt.prompt(), sampling, maxTokens, stopSequences));
    }

    /** For {@link #with}: the same generation of another prompt. */
    protected GeneratedText(InvocationContext context, PromptText prompt, GenerationRequest generation) {
        this.context = context;
        this.prompt = prompt;
        this.generation = generation.withPrompt(prompt.prompt());
    }

    /** The call this belongs to. */
    protected InvocationContext context() {
        return context;
    }

    @Override
    public GenerationRequest generation() {
        return generation;
    }

    @Override
    public List<TextSpan> spans() {
        return prompt.spans();
    }

    @Override
    public TextInvocation withTexts(List<String> texts) {
        return with(prompt.withTexts(texts));
    }

    /** The same invocation of another prompt. */
    protected abstract TextInvocation with(PromptText other);
}
