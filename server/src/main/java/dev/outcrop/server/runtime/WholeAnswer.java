package dev.outcrop.server.runtime;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.guardrail.InvocationTrace;
import dev.outcrop.server.http.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Collects one generation and answers with the whole body, once its guardrail has assessed it. The text is touched by
 * the engine's thread alone.
 */
final class WholeAnswer implements GenerationListener {
    private final Exchange exchange;
    private final Reply reply;
    private final InvocationMeters meters;
    private final Assessor assessor;
    private final @Nullable GuardedCall guarded;
    private final AnswerBuilder answer = new AnswerBuilder();

    /** @param guarded what assesses the answer, or null when nothing does */
    WholeAnswer(
            Exchange exchange,
            Reply reply,
            InvocationMeters meters,
            Assessor assessor,
            @Nullable GuardedCall guarded) {
        this.exchange = exchange;
        this.reply = reply;
        this.meters = meters;
        this.assessor = assessor;
        this.guarded = guarded;
    }

    void begin(TextModel model) {
        Generation generation;
        try {
            generation = model.generate(reply.generation(), this);
        } catch (RuntimeException e) {
            exchange.fail(reply.failure(e));
            return;
        }
        exchange.onLeave(() -> {
            meters.clientLeft();
            generation.cancel();
        });
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

    private void noteFirst(int outputTokens) {
        if (outputTokens == 1) {
            meters.firstToken(System.nanoTime() - exchange.startNanos());
        }
    }

    @Override
    public void onEnd(GenerationResult result) {
        Answer whole = answer.answer();
        if (guarded != null) {
            exchange.onLoop(() -> assess(guarded, whole, result));
            return;
        }
        byte[] body;
        try {
            body = reply.body(whole, result);
        } catch (RuntimeException defect) {
            onFailure(defect);
            return;
        }
        exchange.onLoop(() -> end(result, body));
    }

    /** On the loop: nothing of the answer leaves before it is assessed. */
    private void assess(GuardedCall call, Answer whole, GenerationResult result) {
        Runnable stop = assessor.run(
                () -> guardedBody(call, whole, result),
                body -> exchange.onLoop(() -> end(result, body)),
                failure -> exchange.onLoop(() -> exchange.fail(failure)));
        exchange.onLeave(() -> {
            meters.clientLeft();
            stop.run();
        });
    }

    private byte[] guardedBody(GuardedCall call, Answer whole, GenerationResult result) {
        Assessment assessment = call.assess(whole.text());
        InvocationTrace trace = call.trace();
        trace.output(assessment);
        if (assessment.effect() != Effect.NONE && trace.isWritten()) {
            trace.modelOutput(reply.nativeBody(whole, result));
        }
        return switch (assessment.effect()) {
            case NONE -> reply.assessedBody(whole, result, call);
            case ANONYMIZED -> reply.assessedBody(whole.withText(assessment.texts().getFirst()), result, call);
            case BLOCKED -> reply.blockedBody(result, call);
        };
    }

    private void end(GenerationResult result, byte[] body) {
        meters.tokens(result.promptTokens(), result.outputTokens());
        reply.respond(exchange, result, body);
    }

    @Override
    public void onFailure(RuntimeException failure) {
        exchange.onLoop(() -> exchange.fail(reply.failure(failure)));
    }
}
