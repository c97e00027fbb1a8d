package dev.outcrop.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.documents.DocumentLimits;
import dev.outcrop.documents.DocumentReader;
import dev.outcrop.server.access.Authenticated;
import dev.outcrop.server.access.Authorizer;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.access.Gate;
import dev.outcrop.server.access.StoredResources;
import dev.outcrop.server.control.FoundationModelOperations;
import dev.outcrop.server.control.GuardrailOperations;
import dev.outcrop.server.control.LoggingOperations;
import dev.outcrop.server.control.ResourceIds;
import dev.outcrop.server.control.TagOperations;
import dev.outcrop.server.control.model.ModelOperations;
import dev.outcrop.server.fault.FaultInjector;
import dev.outcrop.server.fault.FaultsEndpoint;
import dev.outcrop.server.fault.RuntimeCalls;
import dev.outcrop.server.guardrail.ApplyGuardrail;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardrailNames;
import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.guardrail.MeteredGuardrails;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.HttpFront;
import dev.outcrop.server.http.RequestIds;
import dev.outcrop.server.invocationlog.InvocationLog;
import dev.outcrop.server.management.Management;
import dev.outcrop.server.management.ManagementEndpoint;
import dev.outcrop.server.metrics.InvocationMeters;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.server.openai.OpenAiApi;
import dev.outcrop.server.openai.OpenAiCalls;
import dev.outcrop.server.openai.OpenAiErrorForm;
import dev.outcrop.server.pipeline.Metered;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.server.pipeline.Operations;
import dev.outcrop.server.pipeline.RetryHinted;
import dev.outcrop.server.runtime.Converse;
import dev.outcrop.server.runtime.Invocations;
import dev.outcrop.server.runtime.InvokeModel;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.wire.bind.RequestBinder;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.UnknownOperationException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.route.Router;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Both APIs on one port. Thread-safe. */
public final class OutcropServer implements AutoCloseable {
    private final HttpFront front;
    private final Management management;
    private final int managementPort;

    private OutcropServer(HttpFront front, Management management, int managementPort) {
        this.front = front;
        this.management = management;
        this.managementPort = managementPort;
    }

    /**
     * What the operations work with.
     *
     * @param region region in ARNs
     * @param account account in ARNs
     * @param models the catalogue
     * @param resolver model ids of invocations
     * @param engines what answers a model
     * @param embedders what embeds for a model
     * @param guardrails those that calls can name
     * @param resources everything that is kept, and the jobs on it
     * @param log the log of invocations; outlives the server
     * @param callers knows who may call
     * @param meters where measures go
     * @param management what whoever runs the server works with
     */
    public record Services(
            String region,
            String account,
            FoundationModels models,
            ModelResolver resolver,
            TextModels engines,
            EmbeddingModels embedders,
            Guardrails guardrails,
            AccountResources resources,
            InvocationLog log,
            Callers callers,
            MeterRegistry meters,
            Management management) {

        Store store() {
            return resources.store();
        }
    }

    /**
     * Starts to serve.
     *
     * @throws java.util.concurrent.CompletionException when the address cannot be bound; its cause says why
     */
    public static OutcropServer start(ServerOptions options, Services services) {
        return start(options, services, (gate, next) -> next);
    }

    /**
     * Starts to serve.
     *
     * @param front puts something in front of every operation, such as what hands calls on to another service once they
     *     have passed the gate
     * @throws java.util.concurrent.CompletionException when the address cannot be bound; its cause says why
     */
    public static OutcropServer start(ServerOptions options, Services services,
            BiFunction<Gate, Endpoint, Endpoint> front) {
        ApiModel runtime = ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json");
        Router router = new Router(
                List.of(
                        runtime,
                        ApiModel.load(
                                "/dev/outcrop/wire/model/bedrock.json",
                                "/dev/outcrop/wire/model/bedrock-amendments.json")),
                options.basePath());
        Assessor assessor = new Assessor(options.guardrailDeadline());
        InvocationMeters meters = new InvocationMeters(services.meters());
        Guardrails guardrails = new MeteredGuardrails(services.guardrails(), services.meters());
        Invocations invocations = new Invocations(
                services.resolver(),
                services.engines(),
                services.embedders(),
                guardrails,
                assessor,
                options.guardrailWindow(),
                options.untaggedAttacks(),
                meters);
        RequestBinder binder = new RequestBinder();
        AccountRegion scope = new AccountRegion(services.account(), services.region());
        Authorizer authorizer = new Authorizer(
                scope,
                services.resolver(),
                new StoredResources(services.store(), scope),
                InstantSource.system());
        Operations operations = new Operations(
                router,
                binder,
                authorizer,
                handlers(options, services, guardrails, invocations, assessor),
                (exchange, route) -> services.log().watch(exchange, route.operation().name(), route.labels()));
        OpenAiApi openAi = new OpenAiApi(
                options.basePath(),
                authorizer,
                invocations,
                services.models(),
                services.engines()::configuredIds,
                services.log(),
                operations);
        Gate gate = new Gate(router, binder, authorizer);
        Management management = services.management();
        Endpoint faulty = new FaultInjector(
                management.faults(),
                List.of(
                        new RuntimeCalls(runtime, options.basePath()),
                        new OpenAiCalls(runtime, options.basePath())),
                front.apply(gate, openAi));
        Endpoint apis = new OpenAiErrorForm(
                options.basePath(), new Authenticated(services.callers(), faulty));
        if (!management.retryAfter().isZero()) {
            apis = new RetryHinted(management.retryAfter(), apis);
        }
        Endpoint administered = management.faultsAdmin() ? new FaultsEndpoint(management.faults(), apis) : apis;
        // The other address serves the measures, when there is one; health is always asked where calls are sent.
        Endpoint watched = new ManagementEndpoint(
                management.readiness(),
                management.listener() == null ? management.metrics() : null,
                false,
                administered);
        HttpFront listening = HttpFront.open(
                options, new Metered(services.meters(), meters, management.log(), watched), RequestIds::next);
        Gauge.builder("outcrop.connections", listening, HttpFront::connections)
                .description("Connections that are open")
                .register(services.meters());
        try {
            return new OutcropServer(listening, management, listenForWatchers(listening, options, management));
        } catch (RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    /** The port where metrics and health are served besides, or -1 when there is none. */
    private static int listenForWatchers(HttpFront front, ServerOptions options, Management management) {
        Management.Listener listener = management.listener();
        if (listener == null) {
            return -1;
        }
        Endpoint nothing = exchange -> {
            throw new UnknownOperationException("There is /healthz, /readyz and /metrics.");
        };
        return front.listenBesides(
                options.at(listener.host(), listener.port()),
                new ManagementEndpoint(management.readiness(), management.metrics(), true, nothing),
                RequestIds::next);
    }

    private static Map<String, OperationHandler> handlers(
            ServerOptions options, Services services, Guardrails guardrails, Invocations invocations,
            Assessor assessor) {
        Map<String, OperationHandler> handlers = new HashMap<>();
        InvokeModel invoke = new InvokeModel(invocations, options.streamPadding());
        handlers.put("InvokeModel", OperationHandler.checking(GuardrailReference::checkForm, invoke::whole));
        handlers.put(
                "InvokeModelWithResponseStream",
                OperationHandler.checking(GuardrailReference::checkForm, invoke::streamed));
        handlers.putAll(Converse.handlers(
                services.resolver(),
                invocations,
                guardrails,
                assessor,
                new DocumentReader(DocumentLimits.DEFAULTS),
                options.streamPadding()));
        handlers.put(
                "ApplyGuardrail",
                OperationHandler.checking(
                        GuardrailReference::checkForm,
                        new ApplyGuardrail(guardrails, assessor)::apply));
        ResponseBinder responses = new ResponseBinder();
        handlers.putAll(
                new FoundationModelOperations(services.models(), services.region(), responses).handlers());
        handlers.putAll(new GuardrailOperations(
                services.store().guardrails(),
                new GuardrailNames(new AccountRegion(services.account(), services.region())),
                new ResourceIds(new SecureRandom()),
                InstantSource.system(),
                responses).handlers());
        handlers.putAll(new LoggingOperations(
                services.store().logging(),
                services.log(),
                new AccountRegion(services.account(), services.region()),
                responses).handlers());
        ModelOperations.Parts parts = new ModelOperations.Parts(
                services.resources(),
                services.models(),
                services.resolver(),
                new ResourceIds(new SecureRandom()),
                InstantSource.system());
        handlers.putAll(ModelOperations.handlers(parts, responses));
        ModelOperations.startJobs(parts);
        handlers.putAll(new TagOperations(services.store().tags(), responses).handlers());
        return handlers;
    }

    /** The port that is listened on. */
    public int port() {
        return front.port();
    }

    /** The port where metrics and health are served besides, or -1 when there is none. */
    public int managementPort() {
        return managementPort;
    }

    /**
     * Says that it is no longer ready and, once whoever sends calls had time to hear it, takes no new connections, lets
     * running calls end, at most this long; then closes.
     */
    public void drain(Duration patience) {
        management.readiness().drain();
        try {
            Thread.sleep(management.preDrain());
        } catch (InterruptedException e) {
            // Whoever interrupts wants it sooner.
            Thread.currentThread().interrupt();
        }
        front.drain(patience);
    }

    @Override
    public void close() {
        front.close();
    }
}
