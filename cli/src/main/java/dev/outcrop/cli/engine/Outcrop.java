package dev.outcrop.cli.engine;

import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.cli.config.Restart;
import dev.outcrop.cli.log.Logging;
import dev.outcrop.server.OutcropServer;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.fault.Faults;
import dev.outcrop.server.invocationlog.InvocationLog;
import dev.outcrop.server.management.Management;
import dev.outcrop.server.management.Readiness;
import dev.outcrop.server.relay.PassThrough;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Outcrop: the server and everything behind it. Thread-safe. */
public final class Outcrop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outcrop.class);

    private final OutcropConfig config;
    private final Backing backing;
    private final ConfiguredAccess access;
    private final BedrockRules bedrock;
    private final InvocationLog log;
    private final OutcropServer server;
    private final Measures measures;
    private final Faults faults;
    private volatile OutcropConfig current;

    private Outcrop(
            OutcropConfig config, Backing backing, ConfiguredAccess access, BedrockRules bedrock,
            InvocationLog log, OutcropServer server, Measures measures, Faults faults) {
        this.faults = faults;
        this.current = config;
        this.config = config;
        this.backing = backing;
        this.access = access;
        this.bedrock = bedrock;
        this.log = log;
        this.server = server;
        this.measures = measures;
    }

    /**
     * Opens the store, loads the models and starts to serve.
     *
     * @throws StartException when it cannot, with what to do about it
     */
    public static Outcrop start(OutcropConfig config) {
        ConfiguredAccess.requireCredentials(config);
        Backing backing = Backing.open(config);
        ConfiguredAccess access;
        try {
            access = ConfiguredAccess.open(config, backing.store());
        } catch (RuntimeException e) {
            backing.close();
            throw e;
        }
        Measures measures = new Measures();
        backing.models().measure(measures::engine);
        Faults faults = new Faults();
        faults.replace(config.management().faults());
        FoundationModels catalogue = FoundationModels.load();
        ModelResolver resolver = new ModelResolver(catalogue, config.region(), config.account(),
                backing.resources().models(), backing.models().rules()::names);
        BedrockRules bedrock = new BedrockRules(config.models(), resolver);
        InvocationLog log = new InvocationLog(
                InvocationLog.Options.of(
                        config.data(), config.invocationLog().interval(), config.invocationLog().limitBytes()),
                new AccountRegion(config.account(), config.region()),
                backing.store().logging(),
                backing.objects(),
                measures.registry());
        try {
            OutcropServer server = OutcropServer.start(
                    options(config),
                    new OutcropServer.Services(
                            config.region(), config.account(), catalogue, resolver, backing.models(),
                            backing.models(),
                            backing.guardrails(), backing.resources(), log, access.callers(),
                            measures.registry(), management(config, faults, measures, backing.resources().store())),
                    (gate, next) -> bedrock.isEmpty()
                            ? next
                            : new PassThrough(
                                    config.server().basePath(), bedrock::of, backing.guardrails(),
                                    InstantSource.system(), gate, next));
            return new Outcrop(config, backing, access, bedrock, log, server, measures, faults);
        } catch (CompletionException e) {
            bedrock.close();
            log.close();
            access.close();
            backing.close();
            throw cannotListen(config.server(), e);
        } catch (RuntimeException e) {
            bedrock.close();
            log.close();
            access.close();
            backing.close();
            throw e;
        }
    }

    private static ServerOptions options(OutcropConfig config) {
        OutcropConfig.Server server = config.server();
        OutcropConfig.Tls tls = server.tls();
        return new ServerOptions(
                server.host(),
                server.port(),
                server.basePath(),
                tls == null ? null : new ServerOptions.Tls(tls.certificate(), tls.key()),
                server.maxConnections(),
                server.idleTimeout(),
                ServerOptions.SERVICE_BODY_LIMIT,
                server.streamPadding(),
                config.guardrails().deadline(),
                config.guardrails().streamWindow(),
                config.guardrails().untaggedAttacks());
    }

    private static Management management(OutcropConfig config, Faults faults, Measures measures, Store store) {
        OutcropConfig.Management wanted = config.management();
        Readiness readiness = new Readiness().with("store", () -> {
            store.ping();
            return null;
        });
        return new Management(
                faults,
                wanted.faultsAdmin(),
                wanted.retryAfter(),
                measures.page(),
                readiness,
                wanted.preDrain(),
                wanted.port() == 0 ? null : new Management.Listener(wanted.host(), wanted.port()),
                Logging.access(config.log()));
    }

    private static StartException cannotListen(OutcropConfig.Server server, CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof BindException || String.valueOf(cause.getMessage()).contains("in use")) {
            return new StartException(
                    "Port " + server.port() + " of " + server.host()
                            + " is in use. Is Outcrop running already? Choose another with --port N, or --port 0 for a"
                            + " free one.",
                    cause);
        }
        return new StartException(
                "Cannot listen on " + server.host() + ":" + server.port() + ": " + cause.getMessage(), cause);
    }

    /** Where it listens, base path included. */
    public URI endpoint() {
        String scheme = config.server().tls() == null ? "http" : "https";
        String host = config.server().host().contains(":")
                ? "[" + config.server().host() + "]"
                : config.server().host();
        return URI.create(scheme + "://" + host + ":" + server.port() + config.server().basePath());
    }

    /** What answers. */
    public ConfiguredModels models() {
        return backing.models();
    }

    /** Takes over what can change while calls run: the endpoints of rules with servers, the faults on purpose. */
    public void reload(OutcropConfig changed) {
        List<String> later = Restart.neededFor(current, changed);
        if (!later.isEmpty()) {
            LOG.warn("The configuration has changed. These need a restart: {}", String.join(", ", later));
        }
        current = changed;
        backing.models().reload(changed.models());
        if (!changed.management().faults().equals(faults.rules())) {
            faults.replace(changed.management().faults());
            LOG.warn("Faults on purpose: {} rules hold now", faults.rules().size());
        }
    }

    /** Whether calls need credentials. */
    public boolean needsCredentials() {
        return access.isClosed();
    }

    /** Whether other machines than this one can call. */
    public boolean isReachableByOthers() {
        return !access.isLoopback();
    }

    /** What has been measured. */
    public MeterRegistry meters() {
        return measures.registry();
    }

    /** Lets running calls end, at most the configured time, then stops. */
    @Override
    public void close() {
        server.drain(config.server().drainTimeout());
        bedrock.close();
        log.close();
        access.close();
        backing.close();
        measures.close();
    }
}
