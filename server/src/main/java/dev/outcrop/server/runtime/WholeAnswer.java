package dev.outcrop.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.outcrop.families.Completion;
import dev.outcrop.families.Finish;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.guardrail.InvocationTrace;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.metrics.InvocationMeters.InvocationMeter;
import org.jspecify.annotations.Nullable;

/**
 * Collects the generations of one call, mostly one, and answers with the whole body, once its guardrail has assessed each
 * of them.
 *
 * <p>The text of an answer is touched by the thread of its generation alone until it is complete. The body is made by the
 * thread that completes the last answer.
 */
final class WholeAnswer {
    private final Exchange exchange;
    private final Reply reply;
    private final InvocationMeter meters;
    private final Assessor assessor;
    private final @Nullable GuardedCall guarded;
    private final List<Part> parts;
    private final AtomicInteger missing;
    private final AtomicBoolean begun = new AtomicBoolean();

    // Below: touched by the event loop alone.
    private final List<Runnable> assessments = new ArrayList<>(1);
    private @Nullable Generation generation;

    /** @param guarded what assesses the answers, or null when nothing does */
    WholeAnswer(
            Exchange exchange,
            Reply reply,
            InvocationMeter meters,
            Assessor assessor,
            @Nullable GuardedCall guarded) {
        this.exchange = exchange;
        this.reply = reply;
        this.meters = meters;
        this.assessor = assessor;
        this.guarded = guarded;
        this.parts = IntStream.range(0, reply.answers()).mapToObj(_ -> new Part()).toList();
        this.missing = new AtomicInteger(parts.size());
    }

    void begin(TextModel model) {
        Generation started;
        try {
            started = JointGeneration.begin(
                    parts.size(), index -> model.generate(reply.generation().ofAnswer(index), parts.get(index)));
        } catch (RuntimeException e) {
            exchange.fail(reply.failure(e));
            return;
        }
        generation = started;
        exchange.onLeave(() -> {
            meters.clientLeft();
            stop();
        });
    }

    private void stop() {
        Generation running = generation;
        if (running != null) {
            running.cancel();
        }
        assessments.forEach(Runnable::run);
    }

    private void noteFirst(int outputTokens) {
        if (outputTokens == 1 && begun.compareAndSet(false, true)) {
            meters.firstToken();
        }
    }

    /** Whether all answers are there, now that one more is. */
    private boolean isComplete() {
        return missing.decrementAndGet() == 0;
    }

    private List<Completion> completions() {
        return parts.stream().map(Part::whole).toList();
    }

    /** On the loop: nothing of an answer leaves before it is assessed. */
    private void assess(GuardedCall call, Part part) {
        if (exchange.isOver()) {
            return;
        }
        assessments.add(
                assessor.run(
                        () -> assessed(call, part),
                        body -> exchange.onLoop(() -> body.ifPresent(this::end)),
                        failure -> exchange.onLoop(() -> fail(failure))));
    }

    /** The body, if this was the last answer to be assessed. */
    private Optional<byte[]> assessed(GuardedCall call, Part part) {
        part.assessment = call.assess(part.whole().answer().text());
        return isComplete() ? Optional.of(guardedBody(call)) : Optional.empty();
    }

    /** An answer that is blocked among several leaves the others as they are. */
    private byte[] guardedBody(GuardedCall call) {
        InvocationTrace trace = call.trace();
        Effect effect = Effect.NONE;
        for (Part part : parts) {
            trace.output(part.assessment());
            effect = effect.and(part.assessment().effect());
        }
        if (effect != Effect.NONE && trace.isWritten()) {
            trace.modelOutput(reply.nativeBody(completions()));
        }
        if (parts.size() == 1 && effect == Effect.BLOCKED) {
            return reply.blockedBody(parts.getFirst().whole().result(), call);
        }
        return reply.assessedBody(parts.stream().map(part -> part.passed(call)).toList(), call);
    }

    private void end(byte[] body) {
        GenerationResult all = Finish.together(parts.stream().map(part -> part.whole().result()).toList());
        exchange.tokens(all.promptTokens(), all.outputTokens());
        meters.tokens(all.promptTokens(), all.outputTokens());
        exchange.counted(all.promptTokens(), all.outputTokens());
        reply.respond(exchange, all, body);
    }

    /** On the loop: one answer that fails fails the call. */
    private void fail(Throwable failure) {
        if (exchange.isOver()) {
            return;
        }
        exchange.fail(failure);
        stop();
    }

    /** One answer. */
    private final class Part implements GenerationListener {
        private final AnswerBuilder answer = new AnswerBuilder();
        private @Nullable Completion whole;
        private @Nullable Assessment assessment;

        /** The answer, once it is complete. */
        Completion whole() {
            return Objects.requireNonNull(whole, "not complete yet");
        }

        Assessment assessment() {
            return Objects.requireNonNull(assessment, "not assessed yet");
        }

        /** What the guardrail lets pass. */
        Completion passed(GuardedCall call) {
            Completion own = whole();
            return switch (assessment().effect()) {
                case NONE -> own;
                case ANONYMIZED ->
                    new Completion(own.answer().withText(assessment().texts().getFirst()), own.result());
                case BLOCKED -> own.blocked(call.blockedMessage());
            };
        }

        @Override
        public void onStart(int promptTokens) {}

        @Override
        public void onText(String piece, int outputTokens) {
            noteFirst(outputTokens);
            answer.text(piece);
        }

        @Override
        public void onReasoning(String piece, int outputTokens) {
            noteFirst(outputTokens);
            answer.reasoning(piece);
        }

        @Override
        public void onToolCall(String id, String name, int outputTokens) {
            noteFirst(outputTokens);
            answer.toolCall(id, name);
        }

        @Override
        public void onToolInput(String json, int outputTokens) {
            answer.toolInput(json);
        }

        @Override
        public void onEnd(GenerationResult result) {
            whole = new Completion(answer.answer(result.stopReason()), result);
            if (guarded != null) {
                exchange.onLoop(() -> assess(guarded, this));
                return;
            }
            if (!isComplete()) {
                return;
            }
            byte[] body;
            try {
                body = reply.body(completions());
            } catch (RuntimeException defect) {
                onFailure(defect);
                return;
            }
            exchange.onLoop(() -> end(body));
        }

        @Override
        public void onFailure(RuntimeException failure) {
            exchange.onLoop(() -> fail(reply.failure(failure)));
        }
    }
}
