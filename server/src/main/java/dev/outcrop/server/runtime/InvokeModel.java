package dev.outcrop.server.runtime;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.Families;
import dev.outcrop.families.Finish;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.RerankInvocation;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.EmbeddingModels;
import dev.outcrop.server.TextModels;
import dev.outcrop.server.guardrail.AppliedGuardrail;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.guardrail.GuardedInput;
import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.GuardrailSettings;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.wire.error.ValidationException;
import dev.outcrop.wire.eventstream.EventEncoder;
import org.jspecify.annotations.Nullable;

/**
 * InvokeModel and InvokeModelWithResponseStream.
 *
 * <p>The order of the checks is the service's: model id, streaming, guardrail, body. All come before the model runs, so
 * each is answered as an HTTP error, for streams too.
 */
public final class InvokeModel {

    /** Parsing a body up to this size costs less than the hop to another thread. */
    private static final int PARSE_ON_LOOP = 64 * 1024;

    private final ModelResolver resolver;
    private final Families families = new Families();
    private final TextModels engines;
    private final EmbeddingModels embedders;
    private final VectorAnswers vectors;
    private final Guardrails guardrails;
    private final Assessor assessor;
    private final GuardedStreams streams;
    private final InvocationMeters meters;
    private final EventEncoder encoder;

    /**
     * @param assessor runs what guardrails assess
     * @param streamWindow chars of a stream that guardrails assess at a time
     * @param padding whether stream events carry the padding member {@code p}
     */
    public InvokeModel(
            ModelResolver resolver,
            TextModels engines,
            EmbeddingModels embedders,
            Guardrails guardrails,
            Assessor assessor,
            int streamWindow,
            InvocationMeters meters,
            boolean padding) {
        this.resolver = resolver;
        this.engines = engines;
        this.embedders = embedders;
        this.vectors = new VectorAnswers(meters);
        this.guardrails = guardrails;
        this.assessor = assessor;
        this.streams = new GuardedStreams(assessor, streamWindow);
        this.meters = meters;
        this.encoder = new EventEncoder(ThreadLocalRandom::current, padding);
    }

    /** Answers InvokeModel. */
    public void whole(Call call) {
        prepare(call, false, this::answerWhole);
    }

    /** Answers InvokeModelWithResponseStream. */
    public void streamed(Call call) {
        prepare(call, true, this::answerStreamed);
    }

    /**
     * What the checks have found out.
     *
     * @param invocation what the model may be asked
     * @param input what a guardrail made of it, or null when the call names none
     */
    private record Prepared(Call call, ResolvedModel model, Invocation invocation, @Nullable GuardedInput input) {}

    private void prepare(Call call, boolean streaming, BiConsumer<Exchange, Prepared> then) {
        Exchange exchange = call.exchange();
        ResolvedModel model = resolver.resolve(String.valueOf(call.input().string("modelId")));
        if (streaming) {
            resolver.requireStreaming(model);
        }
        GuardrailHeaders guardrail = GuardrailHeaders.of(call.input());
        String contentType = call.input().string("contentType");
        if (guardrail.reference() != null) {
            // The model waits for the assessment: a prompt that is to be masked must not even be read by it.
            Runnable stop = assessor.run(
                    () -> parse(call, model, guardrail, contentType, streaming),
                    prepared -> exchange.onLoop(() -> guarded(exchange, () -> then.accept(exchange, prepared))),
                    failure -> exchange.onLoop(() -> exchange.fail(failure)));
            exchange.onLeave(stop);
            return;
        }
        if (exchange.body().length <= PARSE_ON_LOOP) {
            then.accept(exchange, parse(call, model, guardrail, contentType, streaming));
            return;
        }
        Thread.ofVirtual().name("parse-" + exchange.requestId()).start(() -> {
            try {
                Prepared prepared = parse(call, model, guardrail, contentType, streaming);
                exchange.onLoop(() -> guarded(exchange, () -> then.accept(exchange, prepared)));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    /** Takes as long as the body is long and its guardrail thorough. */
    private Prepared parse(
            Call call,
            ResolvedModel model,
            GuardrailHeaders guardrail,
            @Nullable String contentType,
            boolean streaming) {
        guardrail.check(contentType);
        requireJson(contentType);
        NativeBody body = NativeBody.parse(call.exchange().body());
        GuardrailSettings settings = guardrail.settings(body);
        GuardrailReference reference = guardrail.reference();
        AppliedGuardrail applied = reference == null
                ? null
                : guardrails.find(reference.identifier(), reference.version());
        InvocationContext context = new InvocationContext(
                model.modelId(), model.requestedId(), call.exchange().requestId(), streaming);
        Invocation invocation = families.of(model.modelId()).parse(context, body.json());
        if (applied == null) {
            return new Prepared(call, model, invocation, null);
        }
        GuardedInput input = GuardedInput.assess(applied, settings, guardrail.tracing(), invocation);
        return new Prepared(call, model, input.invocation(), input);
    }

    /** SDKs send no type, JSON, or application/octet-stream when their caller names none. */
    private static void requireJson(@Nullable String contentType) {
        if (!MediaTypes.isJson(contentType)) {
            throw new ValidationException("The provided content type is not supported for this model: " + contentType);
        }
    }

    private void answerWhole(Exchange exchange, Prepared prepared) {
        describe(exchange, prepared);
        exchange.header(Names.CONTENT_TYPE, Names.JSON);
        GuardedInput input = prepared.input();
        if (input != null && input.isBlocked()) {
            WholeAnswer.respond(exchange, Finish.BLOCKED, input.blockedBody());
            return;
        }
        GuardedCall guarded = input == null ? null : input.call();
        switch (prepared.invocation()) {
            case TextInvocation text ->
                new WholeAnswer(exchange, text, meters, assessor, guarded).begin(textModel(exchange, prepared));
            case EmbeddingInvocation embedding ->
                vectors.embed(exchange, embedding, embedder(exchange, prepared), members(guarded));
            case RerankInvocation rerank ->
                vectors.rerank(exchange, rerank, embedder(exchange, prepared), members(guarded));
        }
    }

    /** There is no answer in vectors to assess: what a guardrail adds is known once it has passed the input. */
    private static VectorAnswers.Members members(@Nullable GuardedCall guarded) {
        return guarded == null ? body -> body : guarded.trace()::withMembers;
    }

    private void answerStreamed(Exchange exchange, Prepared prepared) {
        if (!(prepared.invocation() instanceof TextInvocation text)) {
            throw new ValidationException("The model is unsupported for streaming.");
        }
        describe(exchange, prepared);
        StreamedAnswer answer = new StreamedAnswer(exchange, text, encoder, meters);
        GuardedInput input = prepared.input();
        if (input == null) {
            answer.begin(textModel(exchange, prepared));
        } else if (input.isBlocked()) {
            answer.sendBlocked(input.blockedMessage(), input.call().trace());
        } else {
            answer.beginGuarded(textModel(exchange, prepared), streams, input.call());
        }
    }

    private TextModel textModel(Exchange exchange, Prepared prepared) {
        TextModels.ServedModel served = engines.of(prepared.model());
        exchange.header(Names.SERVED_BY, served.servedBy());
        return served.model();
    }

    private EmbeddingModel embedder(Exchange exchange, Prepared prepared) {
        EmbeddingModels.ServedModel served = embedders.embedderOf(prepared.model());
        exchange.header(Names.SERVED_BY, served.servedBy());
        return served.model();
    }

    private static void describe(Exchange exchange, Prepared prepared) {
        echo(exchange, prepared.call(), "performanceConfigLatency", Names.PERFORMANCE_LATENCY);
        echo(exchange, prepared.call(), "serviceTier", Names.SERVICE_TIER);
    }

    private static void echo(Exchange exchange, Call call, String member, CharSequence header) {
        String value = call.input().string(member);
        if (value != null) {
            exchange.header(header, value);
        }
    }

    /** Whoever has left needs no answer: no model is asked for them. */
    private static void guarded(Exchange exchange, Runnable action) {
        if (exchange.isOver()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }
}
