package dev.outcrop.server.runtime;

import java.util.Map;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.families.Families;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.converse.ConverseModel;
import dev.outcrop.families.converse.ConverseModels;
import dev.outcrop.families.converse.ConverseRequest;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.wire.error.ValidationException;

/**
 * CountTokens: the tokens that the model would read if the same request invoked it. Exact, because the request takes the
 * same road up to the model: a wrong one gets the same error.
 */
final class CountTokens {
    private static final String UNSUPPORTED = "The provided model doesn't support counting tokens.";

    private final ModelResolver resolver;
    private final Families families = new Families();
    private final Invocations invocations;
    private final Conversations conversations;

    CountTokens(ModelResolver resolver, Invocations invocations, Conversations conversations) {
        this.resolver = resolver;
        this.invocations = invocations;
        this.conversations = conversations;
    }

    /** Answers the operation. */
    void count(Call call) {
        Exchange exchange = call.exchange();
        ResolvedModel model = resolver.resolveUninvoked(String.valueOf(call.input().string("modelId")));
        Thread counting = Thread.ofVirtual().name("count-" + exchange.requestId()).unstarted(() -> {
            try {
                GenerationRequest generation = generation(call, model);
                TextModel engine = invocations.engine(model, generation);
                int tokens = engine.countTokens(generation.prompt());
                exchange.onLoop(() -> respond(exchange, tokens));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(Failures.visible(e)));
            }
        });
        exchange.onLeave(counting::interrupt);
        counting.start();
    }

    private GenerationRequest generation(Call call, ResolvedModel resolved) {
        Map<String, Object> input = call.input().structure("input");
        String requestId = call.exchange().requestId();
        if (input.get("converse") instanceof Map<?, ?> converse) {
            ConverseModel model = ConverseModels.of(resolved.modelId());
            ConverseRequest request = conversations
                    .readDocuments(Conversations.read(converse, resolved, model, false));
            return conversations.invocation(request, resolved, model, requestId, false).generation();
        }
        Map<?, ?> invokeModel = (Map<?, ?>) input.getOrDefault("invokeModel", Map.of());
        byte[] body = invokeModel.get("body") instanceof byte[] bytes ? bytes : new byte[0];
        InvocationContext context = new InvocationContext(
                resolved.modelId(), resolved.requestedId(), requestId, false);
        if (families.of(resolved.modelId()).parse(context,
                NativeBody.parse(body).json()) instanceof TextInvocation text) {
            return text.generation();
        }
        throw new ValidationException(UNSUPPORTED);
    }

    private static void respond(Exchange exchange, int tokens) {
        exchange.header(Names.CONTENT_TYPE, Names.JSON);
        exchange.respond(200, JsonText.object(json -> json.writeNumberProperty("inputTokens", tokens)));
    }
}
