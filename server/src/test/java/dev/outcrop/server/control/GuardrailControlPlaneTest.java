package dev.outcrop.server.control;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.outcrop.server.testing.GuardrailBodies;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.GuardrailBodies.filter;
import static dev.outcrop.server.testing.GuardrailBodies.filters;
import static dev.outcrop.server.testing.GuardrailBodies.grounding;
import static dev.outcrop.server.testing.GuardrailBodies.named;
import static dev.outcrop.server.testing.GuardrailBodies.regexes;
import static dev.outcrop.server.testing.GuardrailBodies.topic;
import static dev.outcrop.server.testing.GuardrailBodies.topics;
import static dev.outcrop.server.testing.GuardrailBodies.with;
import static dev.outcrop.server.testing.GuardrailBodies.words;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases 1 to 27 of the guardrail conformance list, over HTTP; case 29 is {@code TagOperationsTest}'s. Case 28 needs
 * enforced configurations, which do not exist yet.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardrailControlPlaneTest {
    private static final String PROFILE = "\"crossRegionConfig\": {\"guardrailProfileIdentifier\": \"us.guardrail.v1:0\"}";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void deleteAll() throws Exception {
        for (JsonNode guardrail : list("")) {
            answer(202, server.send("DELETE", "/guardrails/" + text(guardrail, "id"), ""));
        }
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    private static JsonNode answer(int status, HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(message(response)).isEqualTo(status);
        return json(response);
    }

    private static void refused(HttpResponse<byte[]> response, String code, int status, String message) {
        assertThat(message(response)).contains(message);
        assertThat(code(response)).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private JsonNode create(String body) throws Exception {
        return answer(202, server.postJson("/guardrails", body));
    }

    private String createG() throws Exception {
        return text(create(named(GuardrailBodies.anyName(), GuardrailBodies.G)), "guardrailId");
    }

    private void createRefused(String members, String message) throws Exception {
        refused(server.postJson("/guardrails", with(members)), "ValidationException", 400, message);
    }

    private JsonNode get(String id, String version) throws Exception {
        return answer(200, server.get("/guardrails/" + id + (version.isEmpty() ? "" : "?guardrailVersion=" + version)));
    }

    private void notFound(HttpResponse<byte[]> response) {
        refused(response, "ResourceNotFoundException", 404, "does not exist");
    }

    private String createVersion(String id) throws Exception {
        JsonNode version = answer(202, server.postJson("/guardrails/" + id, "{}")).path("version");
        assertThat(version.isString()).isTrue();
        return version.stringValue();
    }

    private List<JsonNode> list(String query) throws Exception {
        return answer(200, server.get("/guardrails" + query)).path("guardrails").valueStream().toList();
    }

    private static String arn(String id) {
        return "arn:aws:bedrock:us-east-1:123456789012:guardrail/" + id;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("H.1 create with one word policy")
    void case1() throws Exception {
        Instant before = Instant.now().minusMillis(1);
        JsonNode created = create(with(words("lantern")));
        assertThat(text(created, "guardrailId")).matches("[a-z0-9]{12}");
        assertThat(text(created, "guardrailArn")).isEqualTo(arn(text(created, "guardrailId")));
        assertThat(text(created, "version")).isEqualTo("DRAFT");
        assertThat(Instant.parse(text(created, "createdAt"))).isBetween(before, Instant.now());
    }

    @Test
    @DisplayName("H.2 create with no policy")
    void case2() throws Exception {
        createRefused("\"description\": \"d\"", "Guardrail must have at least one policy");
        createRefused("\"wordPolicyConfig\": {}", "Guardrail must have at least one policy");
    }

    @Test
    @DisplayName("H.3 a name that is taken")
    void case3() throws Exception {
        create(named("x", GuardrailBodies.G));
        refused(server.postJson("/guardrails", named("x", GuardrailBodies.G)), "ConflictException", 400,
                "Another guardrail in your account already has this name.");
        String other = createG();
        refused(server.send("PUT", "/guardrails/" + other, named("x", GuardrailBodies.G)), "ConflictException", 400,
                "Another guardrail in your account already has this name.");
    }

    @Test
    @DisplayName("H.4 PROMPT_ATTACK with an output strength")
    void case4() throws Exception {
        createRefused(filters(filter("PROMPT_ATTACK", "HIGH", "HIGH")),
                "PROMPT ATTACK content filter strength for response must be NONE");
    }

    @Test
    @DisplayName("H.5 a content filter twice")
    void case5() throws Exception {
        createRefused(filters(filter("HATE", "LOW", "LOW"), filter("HATE", "HIGH", "HIGH")),
                "Content policy must not include duplicate filters");
    }

    @Test
    @DisplayName("H.6 a word twice, ignoring case")
    void case6() throws Exception {
        createRefused(words("Foo", "foo"), "Custom words cannot have case-insensitive duplicates");
    }

    @Test
    @DisplayName("H.7 a PII type twice")
    void case7() throws Exception {
        createRefused("\"sensitiveInformationPolicyConfig\": {\"piiEntitiesConfig\": ["
                + "{\"type\": \"EMAIL\", \"action\": \"BLOCK\"}, {\"type\": \"EMAIL\", \"action\": \"NONE\"}]}",
                "The PII entity configs cannot have duplicates");
    }

    @Test
    @DisplayName("H.8 a regular expression or its name twice")
    void case8() throws Exception {
        createRefused(regexes("a", "x+", "b", "x+"), "All regex patterns must be unique");
        createRefused(regexes("a", "x+", "a", "y+"), "All regex names must be unique");
    }

    @Test
    @DisplayName("H.9 a grounding threshold of 1")
    void case9() throws Exception {
        createRefused(grounding("1.0"), "grounding threshold cannot be greater than or equal to 1");
        createRefused(grounding("-0.1"), "greater than or equal to 0");
        String id = text(create(with(grounding("0.99"))), "guardrailId");
        assertThat(
                get(id, "").path("contextualGroundingPolicy").path("filters").path(0).path("threshold").doubleValue())
                .isEqualTo(0.99);
    }

    @Test
    @DisplayName("H.10 tier STANDARD without a profile")
    void case10() throws Exception {
        createRefused(topics("STANDARD", topic("t", "d")),
                "Enable cross-Region inference for your guardrail to use Standard tier");
        create(with(topics("STANDARD", topic("t", "d")) + "," + PROFILE));
    }

    @Test
    @DisplayName("H.11 long topic definitions")
    void case11() throws Exception {
        String tooLong = "One or more of your guardrail topic definitions exceeds the maximum allowed length";
        create(with(topics("", topic("t", "é".repeat(200)))));
        createRefused(topics("", topic("t", "é".repeat(201))), tooLong);
        createRefused(topics("CLASSIC", topic("t", "é".repeat(201))) + "," + PROFILE, tooLong);
        create(with(topics("STANDARD", topic("t", "é".repeat(1_000))) + "," + PROFILE));
        createRefused(topics("STANDARD", topic("t", "é".repeat(1_001))) + "," + PROFILE, tooLong);
    }

    @Test
    @DisplayName("H.12 long blocked messages, returned as they were sent")
    void case12() throws Exception {
        refused(server.postJson("/guardrails", named("a", "\"blockedInputMessaging\": \"" + "m".repeat(501)
                + "\", \"blockedOutputsMessaging\": \"out\", " + words("w"))), "ValidationException", 400,
                "Member must have length less than or equal to 500");
        String longest = "😀".repeat(500);
        JsonNode created = create(named("a", "\"blockedInputMessaging\": \"" + longest
                + "\", \"blockedOutputsMessaging\": \"<b>\\\"é\\\"</b> {{x}}\\n\", " + words("w")));
        JsonNode read = get(text(created, "guardrailId"), "");
        assertThat(text(read, "blockedInputMessaging")).isEqualTo(longest);
        assertThat(text(read, "blockedOutputsMessaging")).isEqualTo("<b>\"é\"</b> {{x}}\n");
    }

    @Test
    @DisplayName("H.13 too many topics, regular expressions and examples")
    void case13() throws Exception {
        String[] many = IntStream.range(0, 31).mapToObj(i -> topic("t" + i, "d")).toArray(String[]::new);
        createRefused(topics("", many), "length less than or equal to 30");
        String[] patterns = IntStream.range(0, 22)
                .mapToObj(i -> i % 2 == 0 ? "n" + i : "p" + i)
                .toArray(String[]::new);
        createRefused(regexes(patterns), "length less than or equal to 10");
        String examples = Collections.nCopies(6, "\"e\"").stream().collect(Collectors.joining(","));
        createRefused(topics("", "{\"name\": \"t\", \"definition\": \"d\", \"type\": \"DENY\", \"examples\": ["
                + examples + "]}"), "length less than or equal to 5");
    }

    @Test
    @DisplayName("H.14 a name with a space")
    void case14() throws Exception {
        refused(server.postJson("/guardrails", named("a b", GuardrailBodies.G)), "ValidationException", 400, "'name'");
    }

    @Test
    @DisplayName("H.15 a repeated token makes nothing new")
    void case15() throws Exception {
        String token = ", \"clientRequestToken\": \"token-1\"";
        JsonNode first = create(named("x", GuardrailBodies.G + token));
        // The same parameters in another order.
        JsonNode second = create("{" + GuardrailBodies.G + token + ", \"name\": \"x\"}");
        assertThat(second).isEqualTo(first);
        assertThat(list("")).hasSize(1);
        refused(server.postJson("/guardrails", named("y", GuardrailBodies.G + token)), "ConflictException", 400,
                "clientRequestToken");

        String target = "/guardrails/" + text(first, "guardrailId");
        String body = "{\"clientRequestToken\": \"v\", \"description\": \"one\"}";
        assertThat(text(answer(202, server.postJson(target, body)), "version")).isEqualTo("1");
        assertThat(text(answer(202, server.postJson(target, body)), "version")).isEqualTo("1");
        refused(server.postJson(target, "{\"clientRequestToken\": \"v\"}"), "ConflictException", 400,
                "clientRequestToken");
    }

    @Test
    @DisplayName("H.16 get by id and by percent-encoded ARN")
    void case16() throws Exception {
        String id = createG();
        assertThat(get(encoded(arn(id)), "")).isEqualTo(get(id, ""));
        assertThat(get(id, "DRAFT")).isEqualTo(get(id, ""));
        notFound(server.get("/guardrails/" + encoded(arn(id).replace("us-east-1", "us-east-2"))));
        notFound(server.get("/guardrails/" + encoded(arn(id).replace("123456789012", "210987654321"))));
        notFound(server.get("/guardrails/nosuchguardr"));
    }

    @Test
    @DisplayName("H.17 what is read back")
    void case17() throws Exception {
        String id = text(create(named("x", GuardrailBodies.G + ", \"tags\": [{\"key\": \"k\", \"value\": \"v\"}], "
                + PROFILE + ", \"kmsKeyId\": \"12345678-1234-1234-1234-123456789012\"")), "guardrailId");
        JsonNode read = get(id, "");
        assertThat(read.propertyNames()).containsExactlyInAnyOrder("name", "description", "guardrailId", "guardrailArn",
                "version", "status", "topicPolicy", "contentPolicy", "wordPolicy", "sensitiveInformationPolicy",
                "crossRegionDetails", "createdAt", "updatedAt", "blockedInputMessaging", "blockedOutputsMessaging",
                "kmsKeyArn");
        assertThat(text(read, "status")).isEqualTo("READY");
        assertThat(text(read, "version")).isEqualTo("DRAFT");
        assertThat(text(read, "guardrailArn")).isEqualTo(arn(id));
        assertThat(text(read, "kmsKeyArn"))
                .isEqualTo("arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012");
        assertThat(read.path("crossRegionDetails")).isEqualTo(parse("""
                {"guardrailProfileId": "us.guardrail.v1:0", "guardrailProfileArn":
                 "arn:aws:bedrock:us-east-1:123456789012:guardrail-profile/us.guardrail.v1:0"}"""));
        JsonNode written = parse("{" + GuardrailBodies.G + "}");
        assertThat(read.path("topicPolicy").path("topics"))
                .isEqualTo(written.path("topicPolicyConfig").path("topicsConfig"));
        assertThat(read.path("contentPolicy").path("filters"))
                .isEqualTo(written.path("contentPolicyConfig").path("filtersConfig"));
        assertThat(read.path("contentPolicy").path("tier")).isEqualTo(parse("{\"tierName\": \"CLASSIC\"}"));
        JsonNode words = written.path("wordPolicyConfig");
        assertThat(read.path("wordPolicy").path("words")).isEqualTo(words.path("wordsConfig"));
        assertThat(read.path("wordPolicy").path("managedWordLists")).isEqualTo(words.path("managedWordListsConfig"));
        JsonNode sensitive = written.path("sensitiveInformationPolicyConfig");
        assertThat(read.path("sensitiveInformationPolicy").path("piiEntities"))
                .isEqualTo(sensitive.path("piiEntitiesConfig"));
        assertThat(read.path("sensitiveInformationPolicy").path("regexes")).isEqualTo(sensitive.path("regexesConfig"));

        JsonNode least = get(text(create(with(words("w"))), "guardrailId"), "");
        assertThat(least.propertyNames()).containsExactlyInAnyOrder("name", "guardrailId", "guardrailArn", "version",
                "status", "wordPolicy", "createdAt", "updatedAt", "blockedInputMessaging", "blockedOutputsMessaging");
        assertThat(least.path("wordPolicy").propertyNames()).containsExactly("words");
    }

    private static JsonNode parse(String json) {
        return JsonMapper.shared().readTree(json);
    }

    @Test
    @DisplayName("H.18 get a version that does not exist")
    void case18() throws Exception {
        notFound(server.get("/guardrails/" + createG() + "?guardrailVersion=7"));
    }

    @Test
    @DisplayName("H.19 versions are numbered, as strings")
    void case19() throws Exception {
        String id = createG();
        assertThat(createVersion(id)).isEqualTo("1");
        assertThat(createVersion(encoded(arn(id)))).isEqualTo("2");
        JsonNode described = answer(202, server.postJson("/guardrails/" + id, "{\"description\": \"third\"}"));
        assertThat(text(described, "guardrailId")).isEqualTo(id);
        assertThat(text(get(id, "3"), "description")).isEqualTo("third");
        assertThat(get(id, "2").has("description")).isFalse();
        notFound(server.postJson("/guardrails/nosuchguardr", "{}"));
    }

    @Test
    @DisplayName("H.20 an update of DRAFT leaves versions alone")
    void case20() throws Exception {
        String id = text(create(named("x", "\"blockedInputMessaging\": \"i\", \"blockedOutputsMessaging\": \"o\", "
                + words("old"))), "guardrailId");
        createVersion(id);
        JsonNode version = get(id, "1");
        JsonNode updated = answer(202, server.send("PUT", "/guardrails/" + id,
                named("x", "\"blockedInputMessaging\": \"i\", \"blockedOutputsMessaging\": \"o\", "
                        + words("old", "new"))));
        assertThat(updated.propertyNames())
                .containsExactlyInAnyOrder("guardrailId", "guardrailArn", "version", "updatedAt");
        assertThat(text(updated, "version")).isEqualTo("DRAFT");
        assertThat(get(id, "1")).isEqualTo(version);
        assertThat(version.path("wordPolicy").path("words")).hasSize(1);
        assertThat(get(id, "").path("wordPolicy").path("words")).hasSize(2);
        notFound(server.send("PUT", "/guardrails/nosuchguardr", named("n", GuardrailBodies.G)));
    }

    @Test
    @DisplayName("H.21 callers of DRAFT see an update at once, callers of a version never")
    void case21() throws Exception {
        String id = text(create(with(words("old"))), "guardrailId");
        createVersion(id);
        assertThat(applied(id, "DRAFT", "my new lantern")).isEqualTo("NONE");
        answer(202, server.send("PUT", "/guardrails/" + id, with(words("old", "new"))));
        assertThat(applied(id, "DRAFT", "my new lantern")).isEqualTo("GUARDRAIL_INTERVENED");
        assertThat(applied(id, "1", "my new lantern")).isEqualTo("NONE");
        assertThat(applied(id, "1", "my old lantern")).isEqualTo("GUARDRAIL_INTERVENED");
    }

    private String applied(String id, String version, String text) throws Exception {
        return text(
                answer(200, server.postJson("/guardrail/" + id + "/version/" + version + "/apply",
                        "{\"source\": \"INPUT\", \"content\": [{\"text\": {\"text\": \"" + text + "\"}}]}")),
                "action");
    }

    @Test
    @DisplayName("H.22 an update replaces: a policy left out is gone")
    void case22() throws Exception {
        String id = createG();
        String key = "\"kmsKeyId\": \"arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012\"";
        answer(202, server.send("PUT", "/guardrails/" + id, with(topics("", topic("t", "d")) + ", " + key)));
        assertThat(get(id, "").has("contentPolicy")).isFalse();
        assertThat(get(id, "").has("description")).isFalse();
        answer(202, server.send("PUT", "/guardrails/" + id, with(topics("", topic("t", "d")))));
        assertThat(get(id, "").has("kmsKeyArn")).as("a key stays until another is named").isTrue();
    }

    @Test
    @DisplayName("H.23 list the versions of a guardrail")
    void case23() throws Exception {
        String id = createG();
        createVersion(id);
        createVersion(id);
        createG();
        List<JsonNode> versions = list("?guardrailIdentifier=" + encoded(arn(id)));
        assertThat(versions).extracting(version -> text(version, "version")).containsExactly("DRAFT", "1", "2");
        assertThat(versions).allSatisfy(version -> {
            assertThat(text(version, "id")).isEqualTo(id);
            assertThat(text(version, "arn")).isEqualTo(arn(id));
            assertThat(text(version, "status")).isEqualTo("READY");
        });
        assertThat(versions.getFirst().propertyNames()).containsExactlyInAnyOrder("id", "arn", "status", "name",
                "description", "version", "createdAt", "updatedAt");
        assertThat(list("")).hasSize(2);
        notFound(server.get("/guardrails?guardrailIdentifier=nosuchguardr"));
    }

    @Test
    @DisplayName("H.24 list by pages")
    void case24() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(createG());
        }
        JsonNode first = answer(200, server.get("/guardrails?maxResults=2"));
        assertThat(first.path("guardrails")).hasSize(2);
        String token = text(first, "nextToken");
        JsonNode second = answer(200, server.get("/guardrails?maxResults=2&nextToken=" + encoded(token)));
        assertThat(second.path("guardrails")).hasSize(1);
        assertThat(second.has("nextToken")).isFalse();
        assertThat(list("")).extracting(guardrail -> text(guardrail, "id")).isEqualTo(ids);
        refused(server.get("/guardrails?nextToken=abc"), "ValidationException", 400, "nextToken");
        refused(server.get("/guardrails?maxResults=0"), "ValidationException", 400, "maxResults");
        refused(server.get("/guardrails?maxResults=1001"), "ValidationException", 400, "maxResults");
    }

    @Test
    @DisplayName("H.25 delete a version")
    void case25() throws Exception {
        String id = createG();
        createVersion(id);
        assertThat(answer(202, server.send("DELETE", "/guardrails/" + id + "?guardrailVersion=1", "")).isEmpty())
                .isTrue();
        notFound(server.get("/guardrails/" + id + "?guardrailVersion=1"));
        notFound(server.send("DELETE", "/guardrails/" + id + "?guardrailVersion=1", ""));
        get(id, "DRAFT");
        assertThat(createVersion(id)).isEqualTo("2");
    }

    @Test
    @DisplayName("H.26 delete a guardrail with its versions")
    void case26() throws Exception {
        String id = createG();
        createVersion(id);
        answer(202, server.send("DELETE", "/guardrails/" + encoded(arn(id)), ""));
        notFound(server.get("/guardrails/" + id));
        notFound(server.get("/guardrails/" + id + "?guardrailVersion=1"));
        notFound(server.send("DELETE", "/guardrails/" + id, ""));
    }

    @Test
    @DisplayName("H.27 DRAFT cannot be deleted alone")
    void case27() throws Exception {
        String id = createG();
        refused(server.send("DELETE", "/guardrails/" + id + "?guardrailVersion=DRAFT", ""), "ValidationException", 400,
                "guardrailVersion");
        get(id, "DRAFT");
    }
}
