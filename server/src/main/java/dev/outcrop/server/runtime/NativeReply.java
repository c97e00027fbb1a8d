package dev.outcrop.server.runtime;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.families.Completion;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;

/** A reply in the body and chunks of the invocation itself: those of its family, or of the door it came in by. */
final class NativeReply implements Reply {
    private final Exchange exchange;
    private final TextInvocation invocation;
    private final StreamForm form;

    NativeReply(Exchange exchange, TextInvocation invocation, StreamForm form) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.form = form;
    }

    @Override
    public GenerationRequest generation() {
        return invocation.generation();
    }

    @Override
    public int answers() {
        return invocation.answers();
    }

    @Override
    public RuntimeException failure(RuntimeException failure) {
        return Failures.beforeFirstToken(failure, invocation::promptTooLong);
    }

    @Override
    public byte[] body(List<Completion> answers) {
        return invocation.body(answers);
    }

    @Override
    public byte[] assessedBody(List<Completion> answers, GuardedCall call) {
        return call.trace().withMembers(invocation.body(answers));
    }

    @Override
    public byte[] blockedBody(GenerationResult result, GuardedCall call) {
        return call.trace().withMembers(invocation.blockedAnswer(call.blockedMessage(), result));
    }

    @Override
    public byte[] nativeBody(List<Completion> answers) {
        return invocation.body(answers);
    }

    @Override
    public void respond(Exchange to, GenerationResult result, byte[] body) {
        respondCounted(to, result, body);
    }

    /** Sends a whole body with the headers that count its tokens. */
    static void respondCounted(Exchange exchange, GenerationResult result, byte[] body) {
        exchange.header(Names.INVOCATION_LATENCY, Long.toString(exchange.elapsedMillis()));
        exchange.header(Names.INPUT_TOKEN_COUNT, Integer.toString(result.promptTokens()));
        exchange.header(Names.OUTPUT_TOKEN_COUNT, Integer.toString(result.outputTokens()));
        exchange.respond(200, body);
    }

    @Override
    public ReplyStream stream(Consumer<byte[]> frames) {
        return new NativeStream(exchange, invocation, form, frames);
    }
}
