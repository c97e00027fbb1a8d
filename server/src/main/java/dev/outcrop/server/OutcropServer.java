package dev.outcrop.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.server.control.FoundationModelOperations;
import dev.outcrop.server.guardrail.ApplyGuardrail;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.http.HttpFront;
import dev.outcrop.server.http.RequestIds;
import dev.outcrop.server.pipeline.Metered;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.server.pipeline.Operations;
import dev.outcrop.server.runtime.InvocationMeters;
import dev.outcrop.server.runtime.InvokeModel;
import dev.outcrop.wire.bind.RequestBinder;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.route.Router;
import io.micrometer.core.instrument.MeterRegistry;

/** Both APIs on one port. Thread-safe. */
public final class OutcropServer implements AutoCloseable {
    private final HttpFront front;

    private OutcropServer(HttpFront front) {
        this.front = front;
    }

    /**
     * What the operations work with.
     *
     * @param region region in ARNs
     * @param account account in ARNs
     * @param models the catalogue
     * @param resolver model ids of invocations
     * @param engines what answers a model
     * @param guardrails those that calls can name
     * @param meters where measures go
     */
    public record Services(
            String region,
            String account,
            FoundationModels models,
            ModelResolver resolver,
            TextModels engines,
            Guardrails guardrails,
            MeterRegistry meters) {}

    /**
     * Starts to serve.
     *
     * @throws java.util.concurrent.CompletionException when the address cannot be bound; its cause says why
     */
    public static OutcropServer start(ServerOptions options, Services services) {
        Router router = new Router(
                List.of(
                        ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json"),
                        ApiModel.load("/dev/outcrop/wire/model/bedrock.json")),
                options.basePath());
        Operations operations = new Operations(router, new RequestBinder(), handlers(options, services));
        return new OutcropServer(HttpFront.open(
                options,
                new Metered(services.meters(), operations),
                RequestIds::next));
    }

    private static Map<String, OperationHandler> handlers(ServerOptions options, Services services) {
        Map<String, OperationHandler> handlers = new HashMap<>();
        Assessor assessor = new Assessor(options.guardrailDeadline());
        InvokeModel invoke = new InvokeModel(
                services.resolver(),
                services.engines(),
                services.guardrails(),
                assessor,
                new InvocationMeters(services.meters()),
                options.streamPadding());
        handlers.put("InvokeModel", OperationHandler.checking(GuardrailReference::checkForm, invoke::whole));
        handlers.put(
                "InvokeModelWithResponseStream",
                OperationHandler.checking(GuardrailReference::checkForm, invoke::streamed));
        handlers.put(
                "ApplyGuardrail",
                OperationHandler.checking(
                        GuardrailReference::checkForm,
                        new ApplyGuardrail(services.guardrails(), assessor)::apply));
        handlers.putAll(new FoundationModelOperations(services.models(), services.region(), new ResponseBinder())
                .handlers());
        return handlers;
    }

    /** The port that is listened on. */
    public int port() {
        return front.port();
    }

    /** Takes no new connections, lets running calls end, at most this long; then closes. */
    public void drain(Duration patience) {
        front.drain(patience);
    }

    @Override
    public void close() {
        front.close();
    }
}
