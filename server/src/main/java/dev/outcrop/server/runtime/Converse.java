package dev.outcrop.server.runtime;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.documents.DocumentReader;
import dev.outcrop.families.Finish;
import dev.outcrop.families.converse.ConverseEnvelope;
import dev.outcrop.families.converse.ConverseInvocation;
import dev.outcrop.families.converse.ConverseModel;
import dev.outcrop.families.converse.ConverseModels;
import dev.outcrop.families.converse.ConverseRequest;
import dev.outcrop.server.guardrail.AppliedGuardrail;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardedConversation;
import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.wire.eventstream.EventEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Converse and ConverseStream, and the operations that share their conversations.
 *
 * <p>The order of the checks: model id, streaming, Converse's own rules, documents, the native body, guardrail. All come
 * before the model runs, so each is answered as an HTTP error, for streams too. A conversation that a guardrail has masked
 * is written as a native body once more.
 */
public final class Converse {

    /** Reading a conversation up to this size costs less than the hop to another thread. */
    private static final int READ_ON_LOOP = 64 * 1024;

    private final ModelResolver resolver;
    private final Invocations invocations;
    private final Guardrails guardrails;
    private final Assessor assessor;
    private final Conversations conversations;
    private final EventEncoder encoder;

    private Converse(
            ModelResolver resolver,
            Invocations invocations,
            Guardrails guardrails,
            Assessor assessor,
            Conversations conversations,
            boolean padding) {
        this.resolver = resolver;
        this.invocations = invocations;
        this.guardrails = guardrails;
        this.assessor = assessor;
        this.conversations = conversations;
        this.encoder = new EventEncoder(ThreadLocalRandom::current, padding);
    }

    /**
     * The operations on conversations, by name.
     *
     * @param assessor runs what guardrails assess
     * @param padding whether stream events carry the padding member {@code p}
     */
    public static Map<String, OperationHandler> handlers(
            ModelResolver resolver,
            Invocations invocations,
            Guardrails guardrails,
            Assessor assessor,
            DocumentReader documents,
            boolean padding) {
        Conversations conversations = new Conversations(documents);
        Converse converse = new Converse(resolver, invocations, guardrails, assessor, conversations, padding);
        return Map.of(
                "Converse", OperationHandler.checking(ConverseGuardrail::of, converse::whole),
                "ConverseStream", OperationHandler.checking(ConverseGuardrail::of, converse::streamed),
                "CountTokens", new CountTokens(resolver, invocations, conversations)::count);
    }

    /** Answers Converse. */
    private void whole(Call call) {
        answer(call, false);
    }

    /** Answers ConverseStream. */
    private void streamed(Call call) {
        answer(call, true);
    }

    /** One call, once its model is known. */
    private record Conversation(
            Call call,
            ResolvedModel resolved,
            ConverseModel model,
            ConverseEnvelope envelope,
            ConverseGuardrail guardrail,
            boolean streaming) {
        Exchange exchange() {
            return call.exchange();
        }
    }

    /**
     * What the checks have found out.
     *
     * @param guarded what a guardrail made of the conversation, or null when the call names none
     */
    private record Prepared(ConverseInvocation invocation, @Nullable GuardedConversation guarded) {}

    private void answer(Call call, boolean streaming) {
        ResolvedModel resolved = resolver.resolve(String.valueOf(call.input().string("modelId")));
        call.exchange().modelId(resolved.modelId());
        ConverseModel model = ConverseModels.of(resolved.modelId());
        if (streaming) {
            resolver.requireStreaming(resolved);
        }
        Conversation conversation = new Conversation(
                call,
                resolved,
                model,
                ConverseEnvelope.of(model, call.input().asMap()),
                ConverseGuardrail.of(call.input()),
                streaming);
        if (call.exchange().body().length <= READ_ON_LOOP) {
            ConverseRequest request = read(conversation);
            if (!DocumentTexts.areIn(request)) {
                proceed(conversation, request, invocation(conversation, request));
                return;
            }
        }
        beside(conversation);
    }

    /** Long conversations and documents are not read on the loop. */
    private void beside(Conversation conversation) {
        Exchange exchange = conversation.exchange();
        Thread reading = Thread.ofVirtual().name("converse-" + exchange.requestId()).unstarted(() -> {
            try {
                ConverseRequest request = conversations.readDocuments(read(conversation));
                ConverseInvocation invocation = invocation(conversation, request);
                exchange.onLoop(
                        () -> Invocations.guarded(exchange, () -> proceed(conversation, request, invocation)));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
        exchange.onLeave(reading::interrupt);
        reading.start();
    }

    private static ConverseRequest read(Conversation conversation) {
        return Conversations.read(
                conversation.call().input().asMap(),
                conversation.resolved(),
                conversation.model(),
                conversation.streaming());
    }

    private ConverseInvocation invocation(Conversation conversation, ConverseRequest request) {
        return conversations.invocation(
                request,
                conversation.resolved(),
                conversation.model(),
                conversation.exchange().requestId(),
                conversation.streaming());
    }

    /** On the loop. */
    private void proceed(Conversation conversation, ConverseRequest request, ConverseInvocation invocation) {
        GuardrailReference reference = conversation.guardrail().reference();
        if (reference == null) {
            ask(conversation, new Prepared(invocation, null));
            return;
        }
        Exchange exchange = conversation.exchange();
        Supplier<Prepared> assessment = () -> assess(conversation, request, invocation, reference);
        // The model waits for the assessment: a prompt that is to be masked must not even be read by it.
        Runnable stop = assessor.run(
                assessment,
                prepared -> exchange.onLoop(() -> Invocations.guarded(exchange, () -> ask(conversation, prepared))),
                failure -> exchange.onLoop(() -> exchange.fail(failure)));
        exchange.onLeave(stop);
    }

    private Prepared assess(
            Conversation conversation,
            ConverseRequest request,
            ConverseInvocation invocation,
            GuardrailReference reference) {
        AppliedGuardrail applied = guardrails.find(reference.identifier(), reference.version());
        conversations.requireAssessable(
                request,
                invocation,
                conversation.resolved(),
                conversation.exchange().requestId(),
                conversation.streaming());
        ConverseGuardrail settings = conversation.guardrail();
        GuardedConversation guarded = GuardedConversation
                .assess(applied, settings.mode(), settings.tracing(), request);
        return new Prepared(
                guarded.isMasked() ? invocation(conversation, guarded.request()) : invocation, guarded);
    }

    private void ask(Conversation conversation, Prepared prepared) {
        Exchange exchange = conversation.exchange();
        ConverseReply reply = new ConverseReply(
                exchange, prepared.invocation(), conversation.envelope(), encoder);
        GuardedConversation guarded = prepared.guarded();
        if (guarded == null) {
            invocations.ask(exchange, conversation.resolved(), reply, null, conversation.streaming());
        } else if (!guarded.isBlocked()) {
            invocations.ask(exchange, conversation.resolved(), reply, guarded.call(), conversation.streaming());
        } else if (conversation.streaming()) {
            invocations.sendBlocked(exchange, conversation.resolved(), reply, guarded.blockedMessage(), guarded.call());
        } else {
            reply.respond(
                    exchange, Finish.BLOCKED, reply.blockedInput(guarded.blockedMessage(), guarded.call()));
        }
    }
}
