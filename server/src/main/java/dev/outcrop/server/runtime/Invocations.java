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
                new WholeAnswer(exchange, reply(prepared, text), meters, assessor, guarded)
                        .begin(textModel(exchange, prepared.model(), text.generation()));
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
        StreamedAnswer answer = new StreamedAnswer(exchange, reply(prepared, text), meters);
        GuardedInput input = prepared.input();
        if (input == null) {
            answer.begin(textModel(exchange, prepared.model(), text.generation()));
        } else if (input.isBlocked()) {
            answer.sendBlocked(input.blockedMessage(), input.call());
        } else {
            answer.beginGuarded(textModel(exchange, prepared.model(), text.generation()), streams, input.call());
        }
    }

    private static Reply reply(Prepared prepared, TextInvocation text) {
        return new NativeReply(prepared.request().exchange(), text, prepared.request().door().streamForm());
    }

    private TextModel textModel(Exchange exchange, ResolvedModel model, GenerationRequest generation) {
        TextModels.ServedModel served = engines.of(model);
        ImageInput.requireSight(served.model(), generation.prompt());
        exchange.header(Names.SERVED_BY, served.servedBy());
        return served.model();
    }

    private EmbeddingModel embedder(Exchange exchange, Prepared prepared) {
        EmbeddingModels.ServedModel served = embedders.embedderOf(prepared.model());
        exchange.header(Names.SERVED_BY, served.servedBy());
        return served.model();
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
