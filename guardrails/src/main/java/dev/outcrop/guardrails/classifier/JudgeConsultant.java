package dev.outcrop.guardrails.classifier;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TextModel;

/**
 * Asks a chat model to judge. What it calls unsafe is harmful with HIGH confidence in the categories that it names, and
 * harmless in all others: it says nothing in between.
 *
 * <p>A text that does not fit the model's context has no opinion.
 */
public final class JudgeConsultant implements Consultant {
    /** Enough for "unsafe" and every code of a long list. */
    private static final int MOST_TOKENS = 64;

    private final String name;
    private final TextModel model;
    private final JudgePrompt prompt;
    private final LabelMap codes;

    /**
     * @param name of the model, for traces
     * @param model not closed here
     * @param codes what its codes mean
     */
    public JudgeConsultant(String name, TextModel model, JudgePrompt prompt, LabelMap codes) {
        this.name = "judge " + name;
        this.model = model;
        this.prompt = prompt;
        this.codes = codes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Category> categories() {
        return codes.categories();
    }

    @Override
    public Map<Category, Confidence> opinion(
            Direction direction, String text, Set<Category> categories, Deadline deadline)
            throws NoOpinionException, InterruptedException {
        Set<Category> named = JudgeAnswer.read(ask(prompt.of(direction, text, categories), deadline), codes)
                .orElseThrow(() -> new NoOpinionException("its answer was not understood", null));
        Map<Category, Confidence> opinion = new EnumMap<>(Category.class);
        for (Category category : categories) {
            opinion.put(category, named.contains(category) ? Confidence.HIGH : Confidence.NONE);
        }
        return opinion;
    }

    private String ask(Prompt question, Deadline deadline)
            throws NoOpinionException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Generation generation;
        try {
            generation = model.generate(
                    new GenerationRequest(question, Sampling.GREEDY, MOST_TOKENS, List.of()), new Answer(answer));
        } catch (RuntimeException e) {
            throw new NoOpinionException("it failed", e);
        }
        try {
            return deadline.await(answer);
        } finally {
            // Without effect once it has ended.
            generation.cancel();
        }
    }

    /** Gathers one answer; an answer that was cut off may end within a code, so it is a failure. */
    private static final class Answer implements GenerationListener {
        private final CompletableFuture<String> end;
        private final StringBuilder text = new StringBuilder();

        Answer(CompletableFuture<String> end) {
            this.end = end;
        }

        @Override
        public void onStart(int promptTokens) {}

        @Override
        public void onText(String more, int outputTokens) {
            text.append(more);
        }

        @Override
        public void onEnd(GenerationResult result) {
            if (result.stopReason() == StopReason.END_OF_TURN) {
                end.complete(text.toString());
            } else {
                end.completeExceptionally(new InferenceException("The judge did not come to an end: "
                        + result.stopReason()));
            }
        }

        @Override
        public void onFailure(RuntimeException failure) {
            end.completeExceptionally(failure);
        }
    }
}
