package dev.outcrop.server.runtime;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.converse.ConverseEnvelope;
import dev.outcrop.families.converse.ConverseEvents;
import dev.outcrop.families.converse.ConverseInvocation;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.eventstream.EventEncoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The stream of ConverseStream. */
final class ConverseReplyStream implements ReplyStream, ConverseEvents.Ending {
    private final Exchange exchange;
    private final ConverseInvocation invocation;
    private final EventEncoder encoder;
    private final Consumer<byte[]> frames;
    private final ConverseEvents events;
    private @Nullable GuardedCall guarded;
    private @Nullable GuardedStream watched;
    private Effect answer = Effect.NONE;

    ConverseReplyStream(
            Exchange exchange,
            ConverseInvocation invocation,
            ConverseEnvelope envelope,
            EventEncoder encoder,
            Consumer<byte[]> frames) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.encoder = encoder;
        this.frames = frames;
        this.events = new ConverseEvents(envelope, this::send, this);
    }

    private void send(String type, byte[] json) {
        exchange.sending(type, json);
        frames.accept(encoder.event(type, json));
    }

    @Override
    public void guardedBy(GuardedCall call, List<GuardedStream> streams) {
        guarded = call;
        watched = streams.isEmpty() ? null : streams.getFirst();
    }

    @Override
    public void head(Exchange to) {
        to.header(Names.CONTENT_TYPE, Names.EVENT_STREAM);
    }

    @Override
    public void start(int index, int promptTokens, long firstTokenMillis) {
        events.start(promptTokens);
    }

    @Override
    public ChunkWriter chunks(int index) {
        return events;
    }

    @Override
    public void assessed(Assessment assessment) {
        Objects.requireNonNull(guarded, "only a guarded stream is assessed").trace().output(assessment);
        answer = answer.and(assessment.effect());
    }

    @Override
    public void end(int index, GenerationResult result) {
        noteModelOutput(result);
        events.end(result);
    }

    @Override
    public void endBlocked(int index, GenerationResult result) {
        noteModelOutput(result);
        events.endBlocked(Objects.requireNonNull(guarded, "only a guarded stream is blocked").blockedMessage(), result);
    }

    /** A trace tells what the model had said before the guardrail changed it. */
    private void noteModelOutput(GenerationResult result) {
        if (guarded != null && watched != null && answer != Effect.NONE && guarded.trace().isWritten()) {
            guarded.trace().modelOutput(invocation.nativeBody(Answer.of(watched.original()), result));
        }
    }

    @Override
    public void blockedInput(String message) {
        events.start(0);
        events.endBlocked(message, Finish.BLOCKED);
    }

    @Override
    public void failed(ServiceException failure) {
        frames.accept(encoder.exception(failure));
    }

    @Override
    public @Nullable String intervention() {
        return guarded == null || guarded.trace().effect() == Effect.NONE ? null : ConverseEnvelope.INTERVENED;
    }

    @Override
    public byte[] nativeBody(Answer whole, GenerationResult result) {
        return invocation.nativeBody(whole, result);
    }

    @Override
    public long latencyMillis() {
        return exchange.elapsedMillis();
    }

    @Override
    public void writeTrace(JsonGenerator json) {
        if (guarded != null) {
            guarded.trace().writeConverse(json);
        }
    }
}
