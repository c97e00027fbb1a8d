package dev.outcrop.server.runtime;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.Finish;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.RerankInvocation;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.GenerationRequest;
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
import dev.outcrop.server.metrics.InvocationMeters;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What every way in to a model shares: resolve, guard, parse, ask, answer.
 *
 * <p>The order of the checks is the service's: model id, streaming, guardrail, body. All come before the model runs, so
 * each is answered as an HTTP error, for streams too.
 */
public final class Invocations {

    /** Parsing a body up to this size costs less than the hop to another thread. */
    private static final int PARSE_ON_LOOP = 64 * 1024;

    private final ModelResolver resolver;
    private final TextModels engines;
    private final EmbeddingModels embedders;
    private final VectorAnswers vectors;
    private final Guardrails guardrails;
    private final Assessor assessor;
    private final GuardedStreams streams;
    private final boolean untaggedAttacks;
    private final InvocationMeters meters;

    /**
     * @param assessor runs what guardrails assess
     * @param streamWindow chars of a stream that guardrails assess at a time
     * @param untaggedAttacks whether prompt attacks are looked for in prompts without tags too
     */
    public Invocations(
            ModelResolver resolver,
            TextModels engines,
            EmbeddingModels embedders,
            Guardrails guardrails,
            Assessor assessor,
            int streamWindow,
            boolean untaggedAttacks,
            InvocationMeters meters) {
        this.resolver = resolver;
        this.engines = engines;
        this.embedders = embedders;
        this.vectors = new VectorAnswers(meters);
        this.guardrails = guardrails;
        this.assessor = assessor;
        this.streams = new GuardedStreams(assessor, streamWindow);
        this.untaggedAttacks = untaggedAttacks;
        this.meters = meters;
    }

    /**
     * One request to a model.
     *
     * @param modelId as the caller wrote it
     * @param body reads the body; takes as long as it is long
     * @param door the way it came in
     */
    public record Request(
            Exchange exchange,
            String modelId,
            GuardrailHeaders guardrail,
            @Nullable String contentType,
            boolean streaming,
            Supplier<NativeBody> body,
            Door door) {}

    /**
     * What the checks have found out.
     *
     * @param invocation what the model may be asked
     * @param input what a guardrail made of it, or null when the call names none
     */
    private record Prepared(
            Request request, ResolvedModel model, Invocation invocation, @Nullable GuardedInput input) {}

    /** Answers now or later. On the loop. */
    public void answer(Request request) {
        prepare(request, request.streaming() ? this::answerStreamed : this::answerWhole);
    }

    private void prepare(Request request, BiConsumer<Exchange, Prepared> then) {
        Exchange exchange = request.exchange();
        ResolvedModel model = resolver.resolve(request.modelId());
        exchange.modelId(model.modelId());
        if (request.streaming()) {
            resolver.requireStreaming(model);
        }
        if (request.guardrail().reference() != null) {
            // The model waits for the assessment: a prompt that is to be masked must not even be read by it.
            Runnable stop = assessor.run(
                    () -> parse(request, model),
                    prepared -> exchange.onLoop(() -> guarded(exchange, () -> then.accept(exchange, prepared))),
                    failure -> exchange.onLoop(() -> exchange.fail(failure)));
            exchange.onLeave(stop);
            return;
        }
        if (exchange.body().length <= PARSE_ON_LOOP) {
            then.accept(exchange, parse(request, model));
            return;
        }
        Thread.ofVirtual().name("parse-" + exchange.requestId()).start(() -> {
            try {
                Prepared prepared = parse(request, model);
                exchange.onLoop(() -> guarded(exchange, () -> then.accept(exchange, prepared)));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    /** Takes as long as the body is long and its guardrail thorough. */
    private Prepared parse(Request request, ResolvedModel model) {
        GuardrailHeaders guardrail = request.guardrail();
        guardrail.check(request.contentType());
        requireJson(request.contentType());
        NativeBody body = request.body().get();
        GuardrailSettings settings = guardrail.settings(body);
        GuardrailReference reference = guardrail.reference();
        AppliedGuardrail applied = reference == null
                ? null
                : guardrails.find(reference.identifier(), reference.version());
        InvocationContext context = new InvocationContext(
                model.modelId(), model.requestedId(), request.exchange().requestId(), request.streaming());
        Invocation invocation = request.door().parse(context, body.json());
        if (applied == null) {
            return new Prepared(request, model, invocation, null);
        }
        GuardedInput input = GuardedInput.assess(applied, settings, guardrail.tracing(), invocation, untaggedAttacks);
        return new Prepared(request, model, input.invocation(), input);
    }

    /** SDKs send no type, JSON, or application/octet-stream when their caller names none. */
    private static void requireJson(@Nullable String contentType) {
        if (!MediaTypes.isJson(contentType)) {
            throw new ValidationException("The provided content type is not supported for this model: " + contentType);
        }
    }

    private void answerWhole(Exchange exchange, Prepared prepared) {
        prepared.request().door().describe(exchange);
        exchange.header(Names.CONTENT_TYPE, Names.JSON);
        GuardedInput input = prepared.input();
        if (input != null && input.isBlocked()) {
            NativeReply.respondCounted(exchange, Finish.BLOCKED, input.blockedBody());
            return;
        }
        GuardedCall guarded = input == null ? null : input.call();
        switch (prepared.invocation()) {
            case TextInvocation text ->
                ask(exchange, prepared.model(), reply(prepared, text), guarded, false);
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
        prepared.request().door().describe(exchange);
        Reply reply = reply(prepared, text);
        GuardedInput input = prepared.input();
        if (input != null && input.isBlocked()) {
            sendBlocked(exchange, prepared.model(), reply, input.blockedMessage(), input.call());
            return;
        }
        ask(exchange, prepared.model(), reply, input == null ? null : input.call(), true);
    }

    /**
     * Asks the model and answers, whole or streamed. On the loop, once all checks are done.
     *
     * @param guarded what assesses the answer, or null when nothing does
     */
    void ask(
            Exchange exchange, ResolvedModel model, Reply reply, @Nullable GuardedCall guarded, boolean streaming) {
        TextModel engine = textModel(exchange, model, reply.generation());
        InvocationMeters.InvocationMeter meter = meter(exchange, model);
        if (!streaming) {
            new WholeAnswer(exchange, reply, meter, assessor, guarded).begin(engine);
            return;
        }
        StreamedAnswer answer = new StreamedAnswer(exchange, reply, meter);
        if (guarded == null) {
            answer.begin(engine);
        } else {
            answer.beginGuarded(engine, streams, guarded);
        }
    }

    /** Answers with the stream of a call whose input was blocked. On the loop. */
    void sendBlocked(
            Exchange exchange, ResolvedModel model, Reply reply, String message, GuardedCall call) {
        new StreamedAnswer(exchange, reply, meter(exchange, model)).sendBlocked(message, call);
    }

    private InvocationMeters.InvocationMeter meter(Exchange exchange, ResolvedModel model) {
        exchange.modelId(model.modelId());
        return meters.begin(exchange.operation(), model.modelId(), exchange.startNanos());
    }

    private static Reply reply(Prepared prepared, TextInvocation text) {
        return new NativeReply(prepared.request().exchange(), text, prepared.request().door().streamForm());
    }

    /** The engine that answers a model, one that sees what the prompt shows. */
    TextModel engine(ResolvedModel model, GenerationRequest generation) {
        return served(model, generation).model();
    }

    private TextModels.ServedModel served(ResolvedModel model, GenerationRequest generation) {
        TextModels.ServedModel served = engines.of(model);
        ImageInput.requireSight(served.model(), generation.prompt());
        return served;
    }

    private TextModel textModel(Exchange exchange, ResolvedModel model, GenerationRequest generation) {
        TextModels.ServedModel served = served(model, generation);
        exchange.header(Names.SERVED_BY, served.servedBy());
        return served.model();
    }

    private EmbeddingModel embedder(Exchange exchange, Prepared prepared) {
        EmbeddingModels.ServedModel served = embedders.embedderOf(prepared.model());
        exchange.header(Names.SERVED_BY, served.servedBy());
        return served.model();
    }

    /** Whoever has left needs no answer: no model is asked for them. */
    static void guarded(Exchange exchange, Runnable action) {
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
