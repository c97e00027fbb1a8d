package dev.outcrop.server.access;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.policy.AccessRequest;
import dev.outcrop.access.policy.Decision;
import dev.outcrop.access.policy.ServiceReference;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through when its caller's policies allow everything that it needs. Where no credentials exist, whoever calls may do
 * everything. Thread-safe.
 *
 * <p>Policies come with the caller, so that ordinarily nothing is waited for; what only the store knows (names, tags) is looked up
 * on another thread, and tags only when some policy asks for them.
 */
public final class Authorizer {
    private static final String CALL_WITH_BEARER_TOKEN = "bedrock:CallWithBearerToken";

    private final OperationTable table = OperationTable.load();
    private final String region;
    private final ResourceDirectory directory;
    private final Petitions petitions;
    private final InstantSource clock;

    /**
     * @param scope the account and Region that the server stands for
     * @param resolver model ids of invocations
     */
    public Authorizer(
            AccountRegion scope, ModelResolver resolver, ResourceDirectory directory, InstantSource clock) {
        ResourceArns arns = new ResourceArns(scope);
        this.region = scope.region();
        this.directory = directory;
        this.petitions = new Petitions(arns, new InvokedModels(resolver, arns), directory);
        this.clock = clock;
    }

    /**
     * Lets a call of an operation through, now or later, or fails it.
     *
     * @param input bound and valid
     * @param then the rest of the call; what it throws is answered as an error
     * @throws AccessDeniedException when the caller may not
     */
    public void authorize(Exchange exchange, String operation, BoundInput input, Runnable then) {
        if (isOpen(exchange)) {
            then.run();
            return;
        }
        Optional<OperationTable.Entry> entry = table.find(operation);
        if (entry.isEmpty()) {
            throw denied(
                    exchange.principal(),
                    new Need("bedrock:" + operation, AccessRequest.NO_RESOURCE),
                    "because no identity-based policy allows the bedrock:" + operation + " action");
        }
        authorize(exchange, entry.get().takesNames(), () -> petitions.of(entry.get(), input), then);
    }

    /**
     * The same for an invocation that is no operation of the API model.
     *
     * @param modelId as the caller wrote it
     * @param guardrail identifier of the guardrail that the call names, or null
     * @param version the guardrail's
     */
    public void authorizeInvocation(
            Exchange exchange,
            String modelId,
            boolean streaming,
            @Nullable String guardrail,
            @Nullable String version,
            Runnable then) {
        if (isOpen(exchange)) {
            then.run();
            return;
        }
        String action = streaming ? "bedrock:InvokeModelWithResponseStream" : "bedrock:InvokeModel";
        authorize(exchange, false, () -> petitions.ofInvocation(action, modelId, guardrail, version), then);
    }

    /** The same for an action that is on no resource. */
    public void authorizeAction(Exchange exchange, String action, Runnable then) {
        if (isOpen(exchange)) {
            then.run();
            return;
        }
        authorize(exchange, false, () -> Petition.of(new Need(action, AccessRequest.NO_RESOURCE)), then);
    }

    /** The same for an action on one foundation model. */
    public void authorizeFoundationModel(Exchange exchange, String action, String modelId, Runnable then) {
        if (isOpen(exchange)) {
            then.run();
            return;
        }
        authorize(
                exchange, false, () -> Petition.of(new Need(action, petitions.foundationModel(modelId))), then);
    }

    private static boolean isOpen(Exchange exchange) {
        return exchange.principal().kind() == Principal.Kind.OPEN;
    }

    /** @param blocks whether finding out what is needed blocks */
    private void authorize(Exchange exchange, boolean blocks, Supplier<Petition> petition, Runnable then) {
        boolean asksForTags = exchange.principal().policies().readsResourceTags();
        if (!blocks && !asksForTags) {
            decide(exchange, petition.get(), Map.of());
            then.run();
            return;
        }
        Thread.ofVirtual().name("authorize-" + exchange.requestId()).start(() -> {
            try {
                Petition asked = petition.get();
                decide(exchange, asked, asksForTags ? tags(asked) : Map.of());
                exchange.onLoop(() -> proceed(exchange, then));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    private static void proceed(Exchange exchange, Runnable then) {
        if (exchange.isOver()) {
            return;
        }
        try {
            then.run();
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private Map<String, Map<String, String>> tags(Petition petition) {
        Map<String, Map<String, String>> byResource = new HashMap<>();
        for (Need need : petition.needs()) {
            if (ResourceArns.isArn(need.resource())) {
                byResource.computeIfAbsent(need.resource(), directory::tags);
            }
        }
        return byResource;
    }

    /** @throws AccessDeniedException when something is not allowed */
    private void decide(Exchange exchange, Petition petition, Map<String, Map<String, String>> tags) {
        if (exchange.principal().credential().means().isBearer()) {
            decide(exchange, petition, new Need(CALL_WITH_BEARER_TOKEN, AccessRequest.NO_RESOURCE), tags);
        }
        for (Need need : petition.needs()) {
            decide(exchange, petition, need, tags);
        }
    }

    private void decide(
            Exchange exchange, Petition petition, Need need, Map<String, Map<String, String>> tags) {
        CallContext context = new CallContext(
                exchange, petition, need, region, clock.instant(), tags.getOrDefault(need.resource(), Map.of()));
        Principal principal = exchange.principal();
        Decision decision = principal.policies().decide(new AccessRequest(need.action(), need.resource(), context));
        if (decision instanceof Decision.Denied denial) {
            throw denied(principal, need, denial.reason(need.action()));
        }
    }

    private static AccessDeniedException denied(Principal principal, Need need, String reason) {
        String on = namesResource(need) ? " on resource: " + need.resource() : "";
        String message = "User: " + principal.arn() + " is not authorized to perform: " + need.action() + on + " "
                + reason;
        return principal.credential().means().isBearer()
                ? AccessDeniedException.ofBearer(message)
                : new AccessDeniedException(message);
    }

    /** Texts about lists name no resource when there is none; those about other actions name it all the same. */
    private static boolean namesResource(Need need) {
        ServiceReference.Action action = ServiceReference.bedrock().actions().get(need.action());
        boolean list = action != null && action.access().equals("List");
        return !list || !need.resource().equals(AccessRequest.NO_RESOURCE);
    }
}
