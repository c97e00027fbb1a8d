package dev.outcrop.access.policy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All policies of one caller. Immutable and thread-safe.
 *
 * <p>Evaluated as within one account (IAM user guide, "Policy evaluation logic"): a deny anywhere decides; otherwise some
 * identity policy has to allow, then the permissions boundary if there is one, then some session policy if there are any. The
 * account's root needs neither identity policies nor has it a boundary. There are no organizations here, hence no service or
 * resource control policies, and no policies on resources.
 */
public final class PolicySet {
    private static final String RESOURCE_TAG = "aws:resourcetag/";

    private final boolean root;
    private final List<NamedPolicy> identity;
    private final List<NamedPolicy> boundary;
    private final List<NamedPolicy> session;
    private final boolean readsResourceTags;

    private PolicySet(
            boolean root, List<NamedPolicy> identity, List<NamedPolicy> boundary, List<NamedPolicy> session) {
        this.root = root;
        this.identity = List.copyOf(identity);
        this.boundary = List.copyOf(boundary);
        this.session = List.copyOf(session);
        this.readsResourceTags = Stream.of(this.identity, this.boundary, this.session)
                .flatMap(List::stream)
                .flatMap(named -> named.policy().conditionKeys().stream())
                .anyMatch(key -> key.startsWith(RESOURCE_TAG));
    }

    /**
     * Those of a user or role.
     *
     * @param boundary null when there is none
     * @param session those of the session or key; when there are any, one of them has to allow too
     */
    public static PolicySet of(
            List<NamedPolicy> identity, @Nullable NamedPolicy boundary, List<NamedPolicy> session) {
        return new PolicySet(false, identity, boundary == null ? List.of() : List.of(boundary), session);
    }

    /** Those of a user or role without a boundary, not restricted further. */
    public static PolicySet of(NamedPolicy... identity) {
        return of(Arrays.asList(identity), null, List.of());
    }

    /** The account's root, or whoever is asked for no credentials: may do everything that its session may. */
    public static PolicySet root(List<NamedPolicy> session) {
        return new PolicySet(true, List.of(), List.of(), session);
    }

    /** Whether some policy asks for a tag of the resource. */
    public boolean readsResourceTags() {
        return readsResourceTags;
    }

    /** Decides. Asks the request's context only for keys that policies name. */
    public Decision decide(AccessRequest request) {
        Decision.ExplicitlyDenied denied = denied(PolicyType.IDENTITY, identity, request);
        if (denied == null) {
            denied = denied(PolicyType.BOUNDARY, boundary, request);
        }
        if (denied == null) {
            denied = denied(PolicyType.SESSION, session, request);
        }
        if (denied != null) {
            return denied;
        }
        Decision.Source source = null;
        if (!root) {
            source = find(Effect.ALLOW, identity, request);
            if (source == null) {
                return new Decision.NotAllowed(PolicyType.IDENTITY);
            }
        }
        if (!boundary.isEmpty() && find(Effect.ALLOW, boundary, request) == null) {
            return new Decision.NotAllowed(PolicyType.BOUNDARY);
        }
        if (!session.isEmpty() && find(Effect.ALLOW, session, request) == null) {
            return new Decision.NotAllowed(PolicyType.SESSION);
        }
        return new Decision.Allowed(source);
    }

    private static Decision.@Nullable ExplicitlyDenied denied(
            PolicyType type, List<NamedPolicy> policies, AccessRequest request) {
        Decision.Source source = find(Effect.DENY, policies, request);
        return source == null ? null : new Decision.ExplicitlyDenied(type, source);
    }

    private static Decision.@Nullable Source find(
            Effect effect, List<NamedPolicy> policies, AccessRequest request) {
        for (NamedPolicy named : policies) {
            Statement statement = named.policy().find(effect, request);
            if (statement != null) {
                return new Decision.Source(named, statement);
            }
        }
        return null;
    }
}
