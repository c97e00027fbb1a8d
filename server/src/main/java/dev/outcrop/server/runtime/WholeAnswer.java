package dev.outcrop.server.runtime;

import dev.outcrop.families.TextInvocation;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;

/** Collects one generation and answers with the whole body. The text is touched by the engine's thread alone. */
final class WholeAnswer implements GenerationListener {
    private final Exchange exchange;
    private final TextInvocation invocation;
    private final InvocationMeters meters;
    private final StringBuilder text = new StringBuilder();

    WholeAnswer(Exchange exchange, TextInvocation invocation, InvocationMeters meters) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.meters = meters;
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
        if (outputTokens == 1) {
            meters.firstToken(System.nanoTime() - exchange.startNanos());
        }
        text.append(piece);
    }

    @Override
    public void onEnd(GenerationResult result) {
        byte[] body;
        try {
            body = invocation.body(text.toString(), result);
        } catch (RuntimeException defect) {
            onFailure(defect);
            return;
        }
        exchange.onLoop(() -> {
            meters.tokens(result.promptTokens(), result.outputTokens());
            exchange.header(Names.INVOCATION_LATENCY, Long.toString(exchange.elapsedMillis()));
            exchange.header(Names.INPUT_TOKEN_COUNT, Integer.toString(result.promptTokens()));
            exchange.header(Names.OUTPUT_TOKEN_COUNT, Integer.toString(result.outputTokens()));
            exchange.respond(200, body);
        });
    }

    @Override
    public void onFailure(RuntimeException failure) {
        exchange.onLoop(() -> exchange.fail(Failures.beforeFirstToken(failure, invocation)));
    }
}
