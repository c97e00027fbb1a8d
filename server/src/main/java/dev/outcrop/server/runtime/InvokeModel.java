package dev.outcrop.server.runtime;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.families.Families;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.server.TextModels;
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
    private final InvocationMeters meters;
    private final EventEncoder encoder;

    /** @param padding whether stream events carry the padding member {@code p} */
    public InvokeModel(ModelResolver resolver, TextModels engines, InvocationMeters meters, boolean padding) {
        this.resolver = resolver;
        this.engines = engines;
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

    /** What the checks have found out. */
    private record Prepared(Call call, TextInvocation invocation, TextModels.ServedModel served) {}

    private void prepare(Call call, boolean streaming, BiConsumer<Exchange, Prepared> then) {
        Exchange exchange = call.exchange();
        ResolvedModel model = resolver.resolve(String.valueOf(call.input().string("modelId")));
        if (streaming) {
            resolver.requireStreaming(model);
        }
        GuardrailHeaders guardrail = GuardrailHeaders.of(call.input());
        String contentType = call.input().string("contentType");
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

    private Prepared parse(
            Call call,
            ResolvedModel model,
            GuardrailHeaders guardrail,
            @Nullable String contentType,
            boolean streaming) {
        guardrail.check(contentType);
        requireJson(contentType);
        NativeBody body = NativeBody.parse(call.exchange().body());
        guardrail.check(body);
        InvocationContext context = new InvocationContext(
                model.modelId(), model.requestedId(), call.exchange().requestId(), streaming);
        return switch (families.of(model.modelId()).parse(context, body.json())) {
            case TextInvocation text -> new Prepared(call, text, engines.of(model));
        };
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
        WholeAnswer answer = new WholeAnswer(exchange, prepared.invocation(), meters);
        answer.begin(prepared.served().model());
    }

    private void answerStreamed(Exchange exchange, Prepared prepared) {
        describe(exchange, prepared);
        StreamedAnswer answer = new StreamedAnswer(exchange, prepared.invocation(), encoder, meters);
        answer.begin(prepared.served().model());
    }

    private static void describe(Exchange exchange, Prepared prepared) {
        exchange.header(Names.SERVED_BY, prepared.served().servedBy());
        echo(exchange, prepared.call(), "performanceConfigLatency", Names.PERFORMANCE_LATENCY);
        echo(exchange, prepared.call(), "serviceTier", Names.SERVICE_TIER);
    }

    private static void echo(Exchange exchange, Call call, String member, CharSequence header) {
        String value = call.input().string(member);
        if (value != null) {
            exchange.header(header, value);
        }
    }

    private static void guarded(Exchange exchange, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }
}
