package dev.outcrop.engines.gguf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.outcrop.engines.gguf.answer.AnswerForm;
import dev.outcrop.engines.gguf.answer.LeadConstraint;
import dev.outcrop.engines.gguf.grammar.Constraints;
import dev.outcrop.engines.gguf.grammar.SchemaException;
import dev.outcrop.engines.gguf.sampling.Sampler;
import dev.outcrop.engines.gguf.sampling.TokenConstraint;
import dev.outcrop.engines.gguf.schedule.Job;
import dev.outcrop.engines.gguf.schedule.Scheduler;
import dev.outcrop.engines.gguf.text.TextStream;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.Tools;
import dev.outcrop.inference.UnsupportedRequestException;
import org.jspecify.annotations.Nullable;
/**
 * One request on its way through the scheduler: chooses tokens, turns them into text and tells the listener.
 *
 * <p>A lock is held during each call to the listener, and {@link #cancel()} takes it: once cancel has returned, no call
 * begins. Only the scheduler's thread calls listeners, so listeners may cancel this generation and any other.
 */
final class TextGeneration implements Generation, Job {

    private final GenerationRequest request;
    private final GenerationListener listener;
    private final PromptEncoder prompts;
    private final Tokenizer tokenizer;
    private final Constraints constraints;
    private final int vocabulary;
    private Sampler sampler;
    /** Set with the prompt's plan, on the thread that prepares: looking for many stop sequences takes some building. */
    private TextStream text = new TextStream(List.of());
    private final int contextLength;
    private final Scheduler scheduler;

    private final ReentrantLock delivery = new ReentrantLock();
    private volatile boolean cancelled;
    private volatile boolean paused;
    private boolean ended;

    /** Set once the prompt is known; null when the answer is text and nothing else. */
    private @Nullable AnswerRelay parts;
    /** Set once the prompt is known; null when the answer may have any form. */
    private @Nullable TokenConstraint constraint;
    private int promptTokens;
    private int outputTokens;
    private StopReason stopReason = StopReason.MAX_TOKENS;

    TextGeneration(GenerationRequest request, GenerationListener listener, PromptEncoder prompts, Tokenizer tokenizer,
            Constraints constraints, int vocabulary, int contextLength, Scheduler scheduler) {
        this.request = request;
        this.listener = listener;
        this.prompts = prompts;
        this.tokenizer = tokenizer;
        this.constraints = constraints;
        this.vocabulary = vocabulary;
        this.sampler = new Sampler(request.sampling(), vocabulary);
        this.contextLength = contextLength;
        this.scheduler = scheduler;
    }

    private @Nullable TokenConstraint constraint(boolean thinking, Set<String> markers) {
        Tools tools = AnswerRelay.callable(request.prompt());
        if (tools.isEmpty() && request.shape() instanceof AnswerShape.Text) {
            return null;
        }
        try {
            AnswerForm form = AnswerForm.of(
                    tools, prompts.toolFormat(), request.shape(),
                    prompts.thinks() ? request.reasoning() : Reasoning.OFF, thinking);
            if (form.grammar() != null) {
                return constraints.constrain(form.grammar(), markers);
            }
            return form.call() == null
                    ? null
                    : new LeadConstraint(tokenizer, constraints.constrain(form.call(), markers));
        } catch (SchemaException e) {
            throw new UnsupportedRequestException(String.valueOf(e.getMessage()));
        }
    }

    private record TokenPlan(int[] prompt, int positions) implements Plan {}

    @Override
    public Plan prepare() {
        PromptEncoder.Encoded prompt = prompts.encode(request.prompt(), request.reasoning());
        int[] ids = prompt.ids();
        if (ids.length == 0) {
            throw new InferenceException("The prompt is empty, and the model has no token that begins a text.");
        }
        if (ids.length > contextLength) {
            throw new PromptTooLongException(ids.length, contextLength);
        }
        promptTokens = ids.length;
        text = new TextStream(request.stopSequences());
        AnswerRelay relay = AnswerRelay.of(request, prompts.toolFormat(), prompt.thinking());
        parts = relay;
        constraint = constraint(prompt.thinking(), relay == null ? Set.of() : relay.markers());
        sampler = new Sampler(request.sampling(), vocabulary, constraint);
        return new TokenPlan(ids, (int) Math.min(contextLength, (long) ids.length + request.maxTokens()));
    }

    @Override
    public boolean started() {
        deliver(to -> to.onStart(promptTokens));
        if (request.maxTokens() == 0) {
            return false;
        }
        if (promptTokens == contextLength) {
            stopReason = StopReason.CONTEXT_FULL;
            return false;
        }
        return true;
    }

    @Override
    public int next(float[] logits) {
        int token = sampler.next(logits);
        if (tokenizer.isEndOfGeneration(token)) {
            deliverRest(end(StopReason.END_OF_TURN));
            return -1;
        }
        sampler.accept(token);
        outputTokens++;
        String added = text.push(bytes(token));
        if (constraint != null && constraint.isComplete()) {
            deliverLastText(added + end(StopReason.END_OF_TURN));
            return -1;
        }
        if (text.matchedStop() != null || outputTokens == request.maxTokens()) {
            deliverLastText(added + end(StopReason.MAX_TOKENS));
            return -1;
        }
        if (promptTokens + outputTokens == contextLength) {
            deliverLastText(added + end(StopReason.CONTEXT_FULL));
            return -1;
        }
        deliverText(added);
        return token;
    }

    /** Notes why the answer ends and returns the text held back, which may itself end in a stop sequence. */
    private String end(StopReason reason) {
        String rest = text.flush();
        stopReason = text.matchedStop() == null ? reason : StopReason.STOP_SEQUENCE;
        return rest;
    }

    /** Markers that take an answer apart are text to the reader even where they are control tokens. */
    private byte[] bytes(int token) {
        byte[] plain = tokenizer.bytes(token);
        AnswerRelay reader = parts;
        if (reader == null || plain.length > 0) {
            return plain;
        }
        byte[] spelled = tokenizer.spelledBytes(token);
        return reader.isMarker(new String(spelled, StandardCharsets.UTF_8)) ? spelled : plain;
    }

    private void deliverText(String added) {
        AnswerRelay reader = parts;
        if (reader == null) {
            deliver(to -> to.onText(added, outputTokens));
        } else {
            deliver(to -> reader.push(added, outputTokens, to));
        }
    }

    private void deliverLastText(String added) {
        deliverText(added);
        AnswerRelay reader = parts;
        if (reader != null) {
            deliver(to -> reader.end(stopReason, outputTokens, to));
        }
    }

    private void deliverRest(String rest) {
        if (!rest.isEmpty() || parts != null) {
            deliverLastText(rest);
        }
    }

    @Override
    public void finished() {
        boolean asksForTools = parts != null && parts.hasCalls() && stopReason == StopReason.END_OF_TURN;
        GenerationResult result = new GenerationResult(
                promptTokens,
                outputTokens,
                asksForTools ? StopReason.TOOL_CALLS : stopReason,
                text.matchedStop());
        deliverLast(to -> to.onEnd(result));
    }

    @Override
    public void failed(RuntimeException failure) {
        deliverLast(to -> to.onFailure(failure));
    }

    private void deliver(Consumer<GenerationListener> call) {
        delivery.lock();
        try {
            if (!cancelled && !ended) {
                call.accept(listener);
            }
        } finally {
            delivery.unlock();
        }
    }

    private void deliverLast(Consumer<GenerationListener> call) {
        deliver(to -> {
            ended = true;
            call.accept(to);
        });
    }

    @Override
    public void cancel() {
        delivery.lock();
        try {
            cancelled = true;
        } finally {
            delivery.unlock();
        }
        scheduler.jobCancelled(this);
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        scheduler.jobResumed();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public boolean paused() {
        return paused;
    }
}
