package dev.outcrop.access.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every policy and every request, however they are written. */
class PolicyPropertyTest {
    private static final List<String> ACTIONS = List.of(
            "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:GetGuardrail",
            "bedrock:ListGuardrails");
    private static final List<String> RESOURCES = List.of(
            "*", "arn:aws:bedrock:us-east-1::foundation-model/a.b", "arn:aws:bedrock:eu-west-1::foundation-model/a.c",
            "arn:aws:bedrock:us-east-1:123456789012:guardrail/g");
    private static final List<String> CONDITIONS = List.of(
            "{}",
            "{\"StringEquals\":{\"aws:username\":\"ana\"}}",
            "{\"StringNotEquals\":{\"aws:username\":[\"ana\",\"bob\"]}}",
            "{\"StringLikeIfExists\":{\"aws:username\":\"a*\"}}",
            "{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"x\",\"y\"]}}",
            "{\"ForAnyValue:StringNotEquals\":{\"aws:TagKeys\":\"x\"}}",
            "{\"Null\":{\"aws:username\":\"true\"},\"Bool\":{\"aws:SecureTransport\":\"true\"}}");

    @Provide
    static Arbitrary<String> statements() {
        return Combinators.combine(
                Arbitraries.of("Allow", "Deny"),
                Arbitraries.of("Action", "NotAction"),
                Arbitraries.of("*", "bedrock:*", "bedrock:Invoke*", "bedrock:GetGuardrail", "bedrock:?istGuardrails"),
                Arbitraries.of("Resource", "NotResource"),
                Arbitraries.of(
                        "*", "arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:us-east-1:*:*",
                        "arn:aws:bedrock:*:*:guardrail/?", "arn:aws:bedrock:*::foundation-model/a.${aws:username}"),
                Arbitraries.of(CONDITIONS))
                .as((effect, action, actions, resource, resources, condition) -> "{\"Effect\":\"" + effect + "\",\""
                        + action + "\":\"" + actions + "\",\"" + resource + "\":\"" + resources
                        + "\",\"Condition\":" + condition + "}");
    }

    @Provide
    static Arbitrary<AccessRequest> requests() {
        Arbitrary<Map<String, List<String>>> contexts = Arbitraries.maps(
                Arbitraries.of("aws:username", "aws:tagkeys", "aws:securetransport"),
                Arbitraries.of("ana", "b", "x", "true").list().ofMinSize(1).ofMaxSize(2));
        return Combinators.combine(Arbitraries.of(ACTIONS), Arbitraries.of(RESOURCES), contexts)
                .as((action, resource, context) -> new AccessRequest(
                        action, resource, key -> context.getOrDefault(key, List.of())));
    }

    @Property
    void anExplicitDenyAlwaysWins(
            @ForAll @Size(max = 5) List<@From("statements") String> statements,
            @ForAll("requests") AccessRequest request) {
        boolean denied = statements.stream()
                .filter(statement -> statement.contains("\"Deny\""))
                .anyMatch(statement -> policy(List.of(statement)).find(Effect.DENY, request) != null);
        Decision decision = PolicySet.of(named(statements)).decide(request);
        assertThat(decision instanceof Decision.ExplicitlyDenied).isEqualTo(denied);
    }

    @Property
    void takingAnAllowAwayNeverGrants(
            @ForAll @Size(min = 1, max = 5) List<@From("statements") String> statements,
            @ForAll("requests") AccessRequest request,
            @ForAll Random random) {
        int index = random.nextInt(statements.size());
        List<String> fewer = new ArrayList<>(statements);
        String taken = fewer.remove(index);
        if (taken.contains("\"Allow\"")) {
            assertThat(isAllowed(fewer, request) && !isAllowed(statements, request)).isFalse();
        }
    }

    @Property
    void addingADenyNeverGrants(
            @ForAll @Size(max = 5) List<@From("statements") String> statements,
            @ForAll("statements") String added,
            @ForAll("requests") AccessRequest request) {
        List<String> more = new ArrayList<>(statements);
        more.add(added.replace("\"Allow\"", "\"Deny\""));
        assertThat(isAllowed(more, request) && !isAllowed(statements, request)).isFalse();
    }

    @Property
    void theOrderOfStatementsDoesNotMatter(
            @ForAll @Size(max = 6) List<@From("statements") String> statements,
            @ForAll("requests") AccessRequest request,
            @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(statements);
        Collections.shuffle(shuffled, random);
        assertThat(kind(PolicySet.of(named(shuffled)).decide(request)))
                .isEqualTo(kind(PolicySet.of(named(statements)).decide(request)));
    }

    @Property
    void onePolicyOrSeveralAreTheSame(
            @ForAll @Size(max = 6) List<@From("statements") String> statements,
            @ForAll("requests") AccessRequest request) {
        NamedPolicy[] each = statements.stream().map(List::of).map(PolicyPropertyTest::named)
                .toArray(NamedPolicy[]::new);
        assertThat(kind(PolicySet.of(each).decide(request)))
                .isEqualTo(kind(PolicySet.of(named(statements)).decide(request)));
    }

    @Property
    void boundariesAndSessionsOnlyTakeAway(
            @ForAll @Size(max = 4) List<@From("statements") String> statements,
            @ForAll @Size(max = 4) List<@From("statements") String> bounds,
            @ForAll("requests") AccessRequest request) {
        NamedPolicy identity = named(statements);
        NamedPolicy bound = named(bounds);
        boolean alone = PolicySet.of(identity).decide(request) instanceof Decision.Allowed;
        boolean bounded = PolicySet.of(List.of(identity), bound, List.of()).decide(request) instanceof Decision.Allowed;
        boolean session = PolicySet.of(List.of(identity), null, List.of(bound))
                .decide(request) instanceof Decision.Allowed;
        assertThat(bounded).isEqualTo(alone && isAllowed(bounds, request));
        assertThat(session).isEqualTo(bounded);
    }

    private static boolean isAllowed(List<String> statements, AccessRequest request) {
        return PolicySet.of(named(statements)).decide(request) instanceof Decision.Allowed;
    }

    private static Class<?> kind(Decision decision) {
        return decision.getClass();
    }

    private static NamedPolicy named(List<String> statements) {
        return new NamedPolicy("policy", policy(statements));
    }

    /** A policy has at least one statement: one that means nothing stands for none. */
    private static Policy policy(List<String> statements) {
        List<String> some = statements.isEmpty()
                ? List.of("{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}")
                : statements;
        return Policy.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", some) + "]}");
    }
}
