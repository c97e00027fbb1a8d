package dev.outcrop.server.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.policy.NamedPolicy;
import dev.outcrop.access.policy.Policy;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.http.Exchange;
import org.jspecify.annotations.Nullable;

/** Callers who say who they are in a header: what they may do is looked at, not how they prove it. */
public final class TestCallers implements Callers {

    /** Names the caller. */
    public static final String HEADER = "x-test-caller";

    private static final String ACCOUNT = "123456789012";

    private final Map<String, Principal> principals = new ConcurrentHashMap<>();

    @Override
    public Principal identify(Exchange exchange) {
        String name = exchange.headers().get(HEADER);
        Principal principal = name == null ? null : principals.get(name);
        if (principal == null) {
            throw new AssertionError("There is no caller " + name);
        }
        return principal;
    }

    /** A user with these policies. */
    public void user(String name, PolicySet policies) {
        user(name, policies, Map.of(), new Credential(Credential.Means.SIGV4, "AKIAIOSFODNN7EXAMPLE", null));
    }

    /** A user with one policy. */
    public void user(String name, String policy) {
        user(name, PolicySet.of(named(policy)));
    }

    /** A user with one policy and tags, who calls with an API key when {@code means} says so. */
    public void user(String name, PolicySet policies, Map<String, String> tags, Credential credential) {
        principals.put(
                name,
                new Principal(
                        Principal.Kind.USER,
                        ACCOUNT,
                        "arn:aws:iam::" + ACCOUNT + ":user/" + name,
                        "AIDACKCEVSQ6C2EXAMPLE",
                        name,
                        tags,
                        credential,
                        policies));
    }

    /** A session of a role. */
    public void session(String role, String session, PolicySet policies, @Nullable Instant issued) {
        principals.put(
                session,
                new Principal(
                        Principal.Kind.ASSUMED_ROLE,
                        ACCOUNT,
                        "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role + "/" + session,
                        "AROADBQP57FF2AEXAMPLE:" + session,
                        null,
                        Map.of(),
                        new Credential(Credential.Means.SIGV4, "ASIAIOSFODNN7EXAMPLE", issued),
                        policies));
    }

    /** The account's root. */
    public void root(String name) {
        principals.put(
                name,
                new Principal(
                        Principal.Kind.ROOT,
                        ACCOUNT,
                        "arn:aws:iam::" + ACCOUNT + ":root",
                        ACCOUNT,
                        null,
                        Map.of(),
                        new Credential(Credential.Means.SIGV4, "AKIAIOSFODNN7EXAMPLE", null),
                        PolicySet.root(List.of())));
    }

    public static NamedPolicy named(String policy) {
        return new NamedPolicy("test", Policy.parse(policy));
    }

    /** A policy of these statements. */
    public static String policy(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    /** A statement without conditions. */
    public static String statement(String effect, String action, String resource) {
        return statement(effect, action, resource, "{}");
    }

    public static String statement(String effect, String action, String resource, String condition) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource
                + "\",\"Condition\":" + condition + "}";
    }
}
