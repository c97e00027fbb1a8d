package dev.outcrop.server.runtime;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.families.Completion;
import dev.outcrop.families.Finish;
import dev.outcrop.families.converse.ConverseBody;
import dev.outcrop.families.converse.ConverseEnvelope;
import dev.outcrop.families.converse.ConverseInvocation;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.UnsupportedRequestException;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.wire.eventstream.EventEncoder;

/** A reply in the form of Converse and ConverseStream. */
final class ConverseReply implements Reply {
    private final Exchange exchange;
    private final ConverseInvocation invocation;
    private final ConverseEnvelope envelope;
    private final EventEncoder encoder;

    ConverseReply(
            Exchange exchange, ConverseInvocation invocation, ConverseEnvelope envelope, EventEncoder encoder) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.envelope = envelope;
        this.encoder = encoder;
    }

    @Override
    public GenerationRequest generation() {
        return invocation.generation();
    }

    /** A conversation goes on with one answer. */
    @Override
    public int answers() {
        return 1;
    }

    @Override
    public RuntimeException failure(RuntimeException failure) {
        return failure instanceof UnsupportedRequestException
                ? ConverseInvocation.refusal(String.valueOf(failure.getMessage()))
                : Failures.beforeFirstToken(failure, invocation::promptTooLong);
    }

    @Override
    public byte[] body(List<Completion> answers) {
        Completion only = answers.getFirst();
        return ConverseBody.write(
                envelope,
                only.answer(),
                only.result(),
                envelope.stopReason(only.answer(), only.result()),
                exchange.elapsedMillis(),
                fields(answers),
                ConverseBody.NO_TRACE);
    }

    @Override
    public byte[] assessedBody(List<Completion> answers, GuardedCall call) {
        Completion only = answers.getFirst();
        return ConverseBody.write(
                envelope,
                only.answer(),
                only.result(),
                call.trace().effect() == Effect.NONE
                        ? envelope.stopReason(only.answer(), only.result())
                        : ConverseEnvelope.INTERVENED,
                exchange.elapsedMillis(),
                fields(answers),
                call.trace()::writeConverse);
    }

    @Override
    public byte[] blockedBody(GenerationResult result, GuardedCall call) {
        return blocked(call.blockedMessage(), result, call);
    }

    /** The body of a call whose input was blocked: no model was asked. */
    byte[] blockedInput(String message, GuardedCall call) {
        return blocked(message, Finish.BLOCKED, call);
    }

    private byte[] blocked(String message, GenerationResult result, GuardedCall call) {
        return ConverseBody.write(
                envelope,
                Answer.of(message),
                result,
                ConverseEnvelope.INTERVENED,
                exchange.elapsedMillis(),
                null,
                call.trace()::writeConverse);
    }

    private byte[] fields(List<Completion> answers) {
        return envelope.fields().isEmpty() ? new byte[0] : nativeBody(answers);
    }

    @Override
    public byte[] nativeBody(List<Completion> answers) {
        Completion only = answers.getFirst();
        return invocation.nativeBody(only.answer(), only.result());
    }

    @Override
    public void respond(Exchange to, GenerationResult result, byte[] body) {
        to.header(Names.CONTENT_TYPE, Names.JSON);
        to.respond(200, body);
    }

    @Override
    public ReplyStream stream(Consumer<byte[]> frames) {
        return new ConverseReplyStream(exchange, invocation, envelope, encoder, frames);
    }
}
