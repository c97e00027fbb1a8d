package dev.outcrop.access.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The cases of {@code decisions.txt}, which says how they are written and what each shows. */
class DecisionTableTest {

    /** One question to one set of policies. */
    record Question(String shows, PolicySet policies, AccessRequest request, String expected) {
        @Override
        public String toString() {
            return shows + ": " + request.action() + " on " + request.resource() + " is " + expected;
        }
    }

    static Stream<Question> questions() throws IOException {
        try (InputStream in = DecisionTableTest.class.getResourceAsStream("decisions.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\ncase ")).skip(1).flatMap(DecisionTableTest::questions).toList().stream();
        }
    }

    private static Stream<Question> questions(String written) {
        List<String> lines = written.lines().filter(line -> !line.isBlank() && !line.startsWith("##")).toList();
        String version = lines.stream()
                .filter(line -> line.startsWith("version "))
                .map(line -> line.substring("version ".length()))
                .findFirst()
                .orElse("2012-10-17");
        List<NamedPolicy> boundary = policies("boundary", lines, version);
        PolicySet policies = PolicySet.of(
                policies("identity", lines, version),
                boundary.isEmpty() ? null : boundary.getFirst(),
                policies("session", lines, version));
        return lines.stream()
                .filter(line -> line.startsWith("ask "))
                .map(line -> question(lines.getFirst(), policies, List.of(line.split(" "))));
    }

    private static Question question(String shows, PolicySet policies, List<String> words) {
        boolean allowed = words.get(3).equals("allowed");
        Map<String, List<String>> context = new HashMap<>();
        for (String pair : words.subList(allowed ? 4 : 5, words.size())) {
            int equals = pair.indexOf('=');
            context.put(pair.substring(0, equals), List.of(pair.substring(equals + 1).split(",")));
        }
        return new Question(
                shows,
                policies,
                new AccessRequest(words.get(1), words.get(2), key -> context.getOrDefault(key, List.of())),
                allowed ? "allowed" : words.get(3) + " " + words.get(4));
    }

    private static List<NamedPolicy> policies(String type, List<String> lines, String version) {
        List<String> statements = lines.stream()
                .filter(line -> line.startsWith(type + " "))
                .map(line -> statement(line.split(" ", 5)))
                .toList();
        // Identity policies each for themselves, so that several are tried; a boundary is one policy.
        List<List<String>> documents = statements.isEmpty()
                ? List.of()
                : type.equals("identity") ? statements.stream().map(List::of).toList() : List.of(statements);
        List<NamedPolicy> policies = new ArrayList<>();
        for (List<String> document : documents) {
            String json = "{\"Version\":\"" + version + "\",\"Statement\":[" + String.join(",", document) + "]}";
            policies.add(new NamedPolicy(type + policies.size(), Policy.parse(json)));
        }
        return policies;
    }

    private static String statement(String[] words) {
        String condition = words.length < 5 ? "{}" : words[4];
        return "{\"Effect\":\"" + words[1] + "\"," + member("Action", words[2]) + "," + member("Resource", words[3])
                + ",\"Condition\":" + condition + "}";
    }

    private static String member(String name, String list) {
        String entries = Arrays.stream((list.startsWith("!") ? list.substring(1) : list).split(";"))
                .collect(Collectors.joining("\",\"", "[\"", "\"]"));
        return "\"" + (list.startsWith("!") ? "Not" : "") + name + "\":" + entries;
    }

    @ParameterizedTest
    @MethodSource("questions")
    void decidesAsDocumented(Question question) {
        Decision decision = question.policies().decide(question.request());
        assertThat(text(decision)).isEqualTo(question.expected());
    }

    private static String text(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed -> "allowed";
            case Decision.ExplicitlyDenied denied -> "denied " + name(denied.type());
            case Decision.NotAllowed missing -> "missing " + name(missing.type());
        };
    }

    private static String name(PolicyType type) {
        return switch (type) {
            case IDENTITY -> "identity";
            case BOUNDARY -> "boundary";
            case SESSION -> "session";
        };
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertThat(questions()).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void theRootNeedsNoPolicyButIsBoundByItsSession() {
        AccessRequest request = new AccessRequest("bedrock:ListGuardrails", "*", key -> List.of());
        assertThat(PolicySet.root(List.of()).decide(request)).isEqualTo(new Decision.Allowed(null));
        NamedPolicy reading = new NamedPolicy("reading", policy("Allow", "bedrock:Get*"));
        assertThat(text(PolicySet.root(List.of(reading)).decide(request))).isEqualTo("missing session");
        NamedPolicy denying = new NamedPolicy("denying", policy("Deny", "bedrock:List*"));
        assertThat(text(PolicySet.root(List.of(denying)).decide(request))).isEqualTo("denied session");
    }

    @Test
    void saysWhichStatementDecided() {
        NamedPolicy policy = new NamedPolicy(
                "Analysts",
                Policy.parse("""
                        {"Statement": [
                          {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
                          {"Sid": "Lists", "Effect": "Allow", "Action": "bedrock:List*", "Resource": "*"}]}
                        """));
        assertThat(PolicySet.of(policy).decide(new AccessRequest("bedrock:ListGuardrails", "*", key -> List.of())))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed -> assertThat(allowed.source())
                                .hasToString("statement 2 (Lists) of policy Analysts"));
    }

    @Test
    void reasonsAreWordedAsTheServiceDoes() {
        assertThat(reason(PolicySet.of(new NamedPolicy("p", policy("Deny", "*")))))
                .isEqualTo("with an explicit deny in an identity-based policy");
        assertThat(reason(bounded("Deny", null))).isEqualTo("with an explicit deny in a permissions boundary");
        assertThat(reason(bounded(null, "Deny"))).isEqualTo("with an explicit deny in a session policy");
        assertThat(reason(PolicySet.of()))
                .isEqualTo("because no identity-based policy allows the bedrock:ListGuardrails action");
    }

    private static PolicySet bounded(@Nullable String boundary, @Nullable String session) {
        return PolicySet.of(
                List.of(new NamedPolicy("i", policy("Allow", "*"))),
                boundary == null ? null : new NamedPolicy("b", policy(boundary, "*")),
                session == null ? List.of() : List.of(new NamedPolicy("s", policy(session, "*"))));
    }

    private static String reason(PolicySet policies) {
        Decision decision = policies.decide(new AccessRequest("bedrock:ListGuardrails", "*", key -> List.of()));
        return ((Decision.Denied) decision).reason("bedrock:ListGuardrails");
    }

    private static Policy policy(String effect, String action) {
        return Policy.parse(
                "{\"Statement\":{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"*\"}}");
    }
}
