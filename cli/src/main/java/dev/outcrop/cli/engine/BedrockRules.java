package dev.outcrop.cli.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.catalog.ServingRule;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.remote.http.HttpClient;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.server.relay.Destination;
import dev.outcrop.server.relay.RemoteService;
import dev.outcrop.wire.error.ServiceException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The rules that the real service answers, with {@code engine: bedrock}. Thread-safe. */
final class BedrockRules implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final List<OutcropConfig.ModelRule> rules;
    private final ModelResolver resolver;
    private final Map<OutcropConfig.Bedrock, RemoteService> services = new HashMap<>();
    private final @Nullable Loops loops;
    private final @Nullable HttpClient http;
    private final @Nullable DefaultCredentialsProvider provider;

    BedrockRules(List<OutcropConfig.ModelRule> rules, ModelResolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
        if (rules.stream().allMatch(rule -> rule.bedrock() == null)) {
            loops = null;
            http = null;
            provider = null;
            return;
        }
        Loops carriers = new Loops();
        HttpClient client = new HttpClient(CONNECT);
        DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
        loops = carriers;
        http = client;
        provider = credentials;
        for (OutcropConfig.ModelRule rule : rules) {
            OutcropConfig.Bedrock bedrock = rule.bedrock();
            if (bedrock != null) {
                services.computeIfAbsent(bedrock, each -> service(each, credentials, client, carriers));
            }
        }
    }

    private static RemoteService service(
            OutcropConfig.Bedrock bedrock, AwsCredentialsProvider credentials, HttpClient http, Loops loops) {
        return new RealBedrock(bedrock.region(), bedrock.endpoint(), credentials, http, loops);
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return services.isEmpty();
    }

    /** The service that answers a model id, when the first rule that answers it says so. */
    Optional<Destination> of(String modelId) {
        ResolvedModel resolved = resolved(modelId);
        if (resolved != null && resolved.ownModelArn().isPresent()) {
            // Its weights are here and nowhere else.
            return Optional.empty();
        }
        for (OutcropConfig.ModelRule rule : rules) {
            ServingRule serving = new ServingRule(rule.match(), rule.engine(), rule.source());
            if (serving.answers(modelId) || (resolved != null && serving.answers(resolved))) {
                return Optional.ofNullable(rule.bedrock())
                        .map(services::get)
                        .map(service -> new Destination(service, known(modelId, resolved)));
            }
        }
        return Optional.empty();
    }

    /** What an account has made here, the service has never heard of: it is asked for what stands behind it. */
    private static String known(String modelId, @Nullable ResolvedModel resolved) {
        if (resolved == null || resolved.resourceArn().contains(":foundation-model/")
                || resolved.resourceArn().contains(":inference-profile/")) {
            return modelId;
        }
        String profile = resolved.inferenceProfile();
        return profile == null ? resolved.modelId() : profile;
    }

    /** Null for an id that only the real service knows, such as an imported model's ARN. */
    private @Nullable ResolvedModel resolved(String modelId) {
        try {
            return resolver.resolve(modelId);
        } catch (ServiceException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (http != null && loops != null && provider != null) {
            http.close();
            loops.close();
            provider.close();
        }
    }
}
