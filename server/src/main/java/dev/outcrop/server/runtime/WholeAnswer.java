package dev.outcrop.server.runtime;

import dev.outcrop.families.TextInvocation;
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
import dev.outcrop.server.http.Names;
import org.jspecify.annotations.Nullable;

/**
 * Collects one generation and answers with the whole body, once its guardrail has assessed it. The text is touched by
 * the engine's thread alone.
 */
final class WholeAnswer implements GenerationListener {
    private final Exchange exchange;
    private final TextInvocation invocation;
    private final InvocationMeters meters;
    private final Assessor assessor;
    private final @Nullable GuardedCall guarded;
    private final AnswerBuilder answer = new AnswerBuilder();

    /** @param guarded what assesses the answer, or null when nothing does */
    WholeAnswer(
            Exchange exchange,
            TextInvocation invocation,
            InvocationMeters meters,
            Assessor assessor,
            @Nullable GuardedCall guarded) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.meters = meters;
        this.assessor = assessor;
        this.guarded = guarded;
    }

    void begin(TextModel model) {
        Generation generation;
        try {
            generation = model.generate(invocation.generation(), this);
        } catch (RuntimeException e) {
            exchange.fail(Failures.beforeFirstToken(e, invocation));
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
            body = invocation.body(whole, result);
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
        byte[] body = switch (assessment.effect()) {
            case NONE -> invocation.body(whole, result);
            case ANONYMIZED -> invocation.body(whole.withText(assessment.texts().getFirst()), result);
            case BLOCKED -> invocation.blockedAnswer(call.blockedMessage(), result);
        };
        if (assessment.effect() != Effect.NONE && trace.isWritten()) {
            trace.modelOutput(invocation.body(whole, result));
        }
        return trace.withMembers(body);
    }

    private void end(GenerationResult result, byte[] body) {
        meters.tokens(result.promptTokens(), result.outputTokens());
        respond(exchange, result, body);
    }

    /** Sends a whole body with the headers that count its tokens. */
    static void respond(Exchange exchange, GenerationResult result, byte[] body) {
        exchange.header(Names.INVOCATION_LATENCY, Long.toString(exchange.elapsedMillis()));
        exchange.header(Names.INPUT_TOKEN_COUNT, Integer.toString(result.promptTokens()));
        exchange.header(Names.OUTPUT_TOKEN_COUNT, Integer.toString(result.outputTokens()));
        exchange.respond(200, body);
    }

    @Override
    public void onFailure(RuntimeException failure) {
        exchange.onLoop(() -> exchange.fail(Failures.beforeFirstToken(failure, invocation)));
    }
}
