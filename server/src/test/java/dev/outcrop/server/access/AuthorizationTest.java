package dev.outcrop.server.access;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.server.testing.TestCallers;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.outcrop.server.testing.GuardrailBodies.with;
import static dev.outcrop.server.testing.GuardrailBodies.words;
import static dev.outcrop.server.testing.TestCallers.named;
import static dev.outcrop.server.testing.TestCallers.policy;
import static dev.outcrop.server.testing.TestCallers.statement;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what, through a real server. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationTest {
    private static final String MODEL = "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0";
    private static final String PROFILED = "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-3-70b-instruct-v1:0";
    private static final String PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-3-70b-instruct-v1:0";
    private static final String GUARDRAILS = "arn:aws:bedrock:us-east-1:123456789012:guardrail/";
    private static final String ANYTHING = policy(statement("Allow", "*", "*"));
    private static final String NATIVE = "{\"prompt\":\"Hello\"}";
    private static final String MESSAGES = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}]}";
    private static final String CHAT = "{\"model\":\"meta.llama3-8b-instruct-v1:0\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    private final TestCallers callers = new TestCallers();
    private final TestServer server = new TestServer(callers);

    @BeforeEach
    void admin() {
        callers.user("admin", ANYTHING);
        callers.user("nobody", PolicySet.of());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> post(String caller, String target, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = TestCallers.HEADER;
        all[headers.length + 1] = caller;
        all[headers.length + 2] = "content-type";
        all[headers.length + 3] = "application/json";
        return server.post(target, body, all);
    }

    private HttpResponse<byte[]> invoke(String caller, String... headers) throws Exception {
        return post(caller, "/model/meta.llama3-8b-instruct-v1:0/invoke", NATIVE, headers);
    }

    private static void assertDenied(HttpResponse<byte[]> response, String message) {
        assertThat(message(response)).isEqualTo(message);
        assertThat(code(response)).isEqualTo("AccessDeniedException");
        assertThat(response.statusCode()).isEqualTo(403);
    }

    private static void assertDone(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(() -> message(response)).isBetween(200, 202);
    }

    private static String denial(String caller, String action, String resource, String reason) {
        return "User: arn:aws:iam::123456789012:user/" + caller + " is not authorized to perform: " + action + resource
                + " " + reason;
    }

    private static String unallowed(String caller, String action, String resource) {
        return denial(
                caller,
                action,
                " on resource: " + resource,
                "because no identity-based policy allows the " + action + " action");
    }

    @Test
    void whoMayDoNothingHearsWhatIsMissing() throws Exception {
        assertDenied(invoke("nobody"), unallowed("nobody", "bedrock:InvokeModel", MODEL));
        assertDone(invoke("admin"));
    }

    @Test
    void anExplicitDenyIsNamedAsOne() throws Exception {
        callers.user(
                "denied",
                policy(statement("Allow", "*", "*"), statement("Deny", "bedrock:Invoke*", "*")));
        assertDenied(
                invoke("denied"),
                denial(
                        "denied",
                        "bedrock:InvokeModel",
                        " on resource: " + MODEL,
                        "with an explicit deny in an identity-based policy"));
    }

    @Test
    void boundaryAndSessionBoundWhatIdentityPoliciesAllow() throws Exception {
        String reading = policy(statement("Allow", "bedrock:Get*", "*"));
        callers.user("bounded", PolicySet.of(List.of(named(ANYTHING)), named(reading), List.of()));
        callers.session(
                "analyst",
                "ana",
                PolicySet.of(List.of(named(ANYTHING)), null, List.of(named(reading))),
                null);
        assertDenied(
                invoke("bounded"),
                denial(
                        "bounded",
                        "bedrock:InvokeModel",
                        " on resource: " + MODEL,
                        "because no permissions boundary allows the bedrock:InvokeModel action"));
        assertDenied(
                invoke("ana"),
                "User: arn:aws:sts::123456789012:assumed-role/analyst/ana is not authorized to perform:"
                        + " bedrock:InvokeModel on resource: " + MODEL
                        + " because no session policy allows the bedrock:InvokeModel action");
    }

    @Test
    void theRootNeedsNoPolicy() throws Exception {
        callers.root("owner");
        assertDone(invoke("owner"));
    }

    @ParameterizedTest
    @CsvSource({
            "invoke, InvokeModel",
            "converse, InvokeModel",
            "invoke-with-response-stream, InvokeModelWithResponseStream",
            "converse-stream, InvokeModelWithResponseStream"})
    void wholeAndStreamedAnswersAreAllowedEachForItself(String target, String action) throws Exception {
        String body = target.startsWith("invoke") ? NATIVE : MESSAGES;
        String other = action.equals("InvokeModel") ? "InvokeModelWithResponseStream" : "InvokeModel";
        callers.user("this", policy(statement("Allow", "bedrock:" + action, "*")));
        callers.user("other", policy(statement("Allow", "bedrock:" + other, "*")));
        assertDone(post("this", "/model/meta.llama3-8b-instruct-v1:0/" + target, body));
        assertDenied(
                post("other", "/model/meta.llama3-8b-instruct-v1:0/" + target, body),
                unallowed("other", "bedrock:" + action, MODEL));
    }

    @Test
    void onlySomeModels() throws Exception {
        callers.user(
                "llamas",
                policy(statement("Allow", "bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/meta.*")));
        assertDone(invoke("llamas"));
        assertDone(post("llamas", "/model/" + MODEL.replace("/", "%2F") + "/invoke", NATIVE));
        assertDenied(
                post("llamas", "/model/amazon.titan-text-express-v1/invoke", "{\"inputText\":\"Hello\"}"),
                unallowed(
                        "llamas",
                        "bedrock:InvokeModel",
                        "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-express-v1"));
    }

    @Test
    void whetherAModelExistsIsToldToThoseWhoMightUseIt() throws Exception {
        HttpResponse<byte[]> known = post("admin", "/model/no.such-model/invoke", NATIVE);
        assertThat(code(known)).isEqualTo("ValidationException");
        assertDenied(
                post("nobody", "/model/no.such-model/invoke", NATIVE),
                unallowed(
                        "nobody",
                        "bedrock:InvokeModel",
                        "arn:aws:bedrock:us-east-1::foundation-model/no.such-model"));
    }

    @Test
    void aProfileNeedsLeaveForItAndForTheModelsBehindIt() throws Exception {
        String target = "/model/us.meta.llama3-3-70b-instruct-v1:0/invoke";
        callers.user("profile", policy(statement("Allow", "bedrock:InvokeModel", PROFILE)));
        assertDenied(post("profile", target, NATIVE), unallowed("profile", "bedrock:InvokeModel", PROFILED));
        callers.user("models",
                policy(statement("Allow", "bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/*")));
        assertDenied(post("models", target, NATIVE), unallowed("models", "bedrock:InvokeModel", PROFILE));
        callers.user(
                "both",
                policy(
                        statement("Allow", "bedrock:InvokeModel", PROFILE),
                        statement(
                                "Allow",
                                "bedrock:InvokeModel",
                                "arn:aws:bedrock:*::foundation-model/*",
                                "{\"StringLike\":{\"bedrock:InferenceProfileArn\":\"" + PROFILE + "\"}}")));
        assertDone(post("both", target, NATIVE));
        assertDone(post("both", "/model/" + PROFILE.replace("/", "%2F") + "/invoke", NATIVE));
        assertDenied(invoke("both"), unallowed("both", "bedrock:InvokeModel", MODEL));
    }

    @Test
    void aGuardrailCanBeForced() throws Exception {
        String id = createGuardrail("");
        String[] named = {
                "x-amzn-bedrock-guardrailidentifier", id, "x-amzn-bedrock-guardrailversion", "DRAFT"};
        callers.user(
                "guarded",
                policy(
                        statement("Allow", "bedrock:InvokeModel", "*"),
                        statement("Allow", "bedrock:ApplyGuardrail", GUARDRAILS + id),
                        statement(
                                "Deny",
                                "bedrock:InvokeModel",
                                "*",
                                "{\"StringNotEquals\":{\"bedrock:GuardrailIdentifier\":\"" + GUARDRAILS + id
                                        + "\"}}")));
        String denied = denial(
                "guarded",
                "bedrock:InvokeModel",
                " on resource: " + MODEL,
                "with an explicit deny in an identity-based policy");
        assertDenied(invoke("guarded"), denied);
        assertDone(invoke("guarded", named));
        assertDenied(
                invoke("guarded", "x-amzn-bedrock-guardrailidentifier", id, "x-amzn-bedrock-guardrailversion", "1"),
                denied);
        String converse = "/model/meta.llama3-8b-instruct-v1:0/converse";
        assertDenied(post("guarded", converse, MESSAGES), denied);
        assertDone(
                post(
                        "guarded",
                        converse,
                        MESSAGES.replace(
                                "{\"messages\"",
                                "{\"guardrailConfig\":{\"guardrailIdentifier\":\"" + GUARDRAILS + id
                                        + "\",\"guardrailVersion\":\"DRAFT\"},\"messages\"")));
        assertThat(post("guarded", "/openai/v1/chat/completions", CHAT + "}").statusCode()).isEqualTo(403);
        assertDone(post("guarded", "/openai/v1/chat/completions", CHAT + "}", named));
    }

    @Test
    void namingAGuardrailNeedsLeaveToApplyIt() throws Exception {
        String id = createGuardrail("");
        callers.user("invoker", policy(statement("Allow", "bedrock:InvokeModel", "*")));
        assertDenied(
                invoke("invoker", "x-amzn-bedrock-guardrailidentifier", id, "x-amzn-bedrock-guardrailversion", "DRAFT"),
                unallowed("invoker", "bedrock:ApplyGuardrail", GUARDRAILS + id));
    }

    /** The operations take an ARN of any partition for this one's: so must policies. */
    @Test
    void anotherWayToWriteAnArnGetsAroundNothing() throws Exception {
        String id = createGuardrail("");
        callers.user(
                "careful",
                policy(
                        statement("Allow", "bedrock:*", "*"),
                        statement("Deny", "bedrock:*", "arn:aws:bedrock:us-east-1:123456789012:guardrail/" + id)));
        String alias = ("arn:aws-cn:bedrock:us-east-1:123456789012:guardrail/" + id).replace("/", "%2F");
        for (String identifier : List.of(id, (GUARDRAILS + id).replace("/", "%2F"), alias)) {
            assertDenied(
                    server.get("/guardrails/" + identifier, TestCallers.HEADER, "careful"),
                    denial(
                            "careful",
                            "bedrock:GetGuardrail",
                            " on resource: " + GUARDRAILS + id,
                            "with an explicit deny in an identity-based policy"));
        }
    }

    /** A name leads to what a policy means by its ARN. */
    @Test
    void namesGetAroundNothing() throws Exception {
        HttpResponse<byte[]> made = post(
                "admin",
                "/provisioned-model-throughput",
                "{\"provisionedModelName\":\"reserved\",\"modelId\":\"amazon.titan-text-express-v1:0:8k\",\"modelUnits\":1}");
        assertDone(made);
        String arn = json(made).path("provisionedModelArn").asString();
        callers.user(
                "kept-out", policy(statement("Allow", "*", "*"), statement("Deny", "bedrock:*", arn)));
        String id = arn.substring(arn.indexOf('/') + 1);
        for (String identifier : List.of("reserved", id, arn.replace("/", "%2F"))) {
            assertDenied(
                    server.get("/provisioned-model-throughput/" + identifier, TestCallers.HEADER, "kept-out"),
                    denial(
                            "kept-out",
                            "bedrock:GetProvisionedModelThroughput",
                            " on resource: " + arn,
                            "with an explicit deny in an identity-based policy"));
        }
        callers.user("allowed-in", policy(statement("Allow", "bedrock:GetProvisionedModelThroughput", arn)));
        assertDone(server.get("/provisioned-model-throughput/reserved", TestCallers.HEADER, "allowed-in"));
        assertThat(server.get("/provisioned-model-throughput/other", TestCallers.HEADER, "allowed-in").statusCode())
                .isEqualTo(403);
    }

    @Test
    void anApplicationsProfileIsAResourceOfItsOwn() throws Exception {
        HttpResponse<byte[]> made = post(
                "admin",
                "/inference-profiles",
                "{\"inferenceProfileName\":\"team\",\"modelSource\":{\"copyFrom\":\"" + PROFILE + "\"}}");
        assertDone(made);
        String arn = json(made).path("inferenceProfileArn").asString();
        String target = "/model/" + arn.replace("/", "%2F") + "/invoke";
        callers.user(
                "team",
                policy(
                        statement("Allow", "bedrock:InvokeModel", arn),
                        statement(
                                "Allow",
                                "bedrock:InvokeModel",
                                "arn:aws:bedrock:*::foundation-model/*",
                                "{\"ArnEquals\":{\"bedrock:InferenceProfileArn\":\"" + arn + "\"}}")));
        assertDone(post("team", target, NATIVE));
        assertDenied(
                post("team", "/model/us.meta.llama3-3-70b-instruct-v1:0/invoke", NATIVE),
                unallowed("team", "bedrock:InvokeModel", PROFILE));
        callers.user("maker", policy(statement("Allow", "bedrock:CreateInferenceProfile", PROFILE)));
        assertDenied(
                post(
                        "maker",
                        "/inference-profiles",
                        "{\"inferenceProfileName\":\"other\",\"modelSource\":{\"copyFrom\":\"" + PROFILE + "\"}}"),
                unallowed(
                        "maker",
                        "bedrock:CreateInferenceProfile",
                        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/*"));
    }

    @Test
    void textsAboutListsNameNoResource() throws Exception {
        assertDenied(
                server.get("/foundation-models", TestCallers.HEADER, "nobody"),
                "User: arn:aws:iam::123456789012:user/nobody is not authorized to perform: bedrock:ListFoundationModels"
                        + " because no identity-based policy allows the bedrock:ListFoundationModels action");
        assertDone(server.get("/foundation-models", TestCallers.HEADER, "admin"));
    }

    @Test
    void apiKeysNeedLeaveToCallWithThem() throws Exception {
        String invoking = policy(statement("Allow", "bedrock:InvokeModel", "*"));
        Credential key = new Credential(Credential.Means.LONG_TERM_KEY, "BedrockAPIKey-test", null);
        callers.user("keyless", PolicySet.of(named(invoking)), Map.of(), key);
        HttpResponse<byte[]> response = invoke("keyless");
        assertThat(json(response).path("Message").asString())
                .isEqualTo(unallowed("keyless", "bedrock:CallWithBearerToken", "*"));
        assertThat(json(response).has("message")).isFalse();
        assertThat(response.statusCode()).isEqualTo(403);
        callers.user(
                "longterm",
                PolicySet.of(
                        named(invoking),
                        named(policy(statement(
                                "Allow",
                                "bedrock:CallWithBearerToken",
                                "*",
                                "{\"StringEquals\":{\"bedrock:BearerTokenType\":\"LONG_TERM\"}}")))),
                Map.of(),
                key);
        assertDone(invoke("longterm"));
    }

    @Test
    void tagsOnSomethingNewNeedLeaveToTag() throws Exception {
        String tags = ",\"tags\":[{\"key\":\"team\",\"value\":\"red\"}]";
        callers.user("maker", policy(statement("Allow", "bedrock:CreateGuardrail", "*")));
        assertDone(post("maker", "/guardrails", with(words("w"))));
        assertDenied(
                post("maker", "/guardrails", with(words("w") + tags)),
                unallowed("maker", "bedrock:TagResource", GUARDRAILS + "*"));
        callers.user(
                "tagger",
                PolicySet.of(
                        named(
                                policy(
                                        statement(
                                                "Allow",
                                                "bedrock:CreateGuardrail",
                                                "*",
                                                "{\"StringEquals\":{\"aws:RequestTag/Team\":\"${aws:PrincipalTag/team}\"},"
                                                        + "\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"team\"]}}"),
                                        statement("Allow", "bedrock:TagResource", GUARDRAILS + "*")))),
                Map.of("team", "red"),
                new Credential(Credential.Means.SIGV4, "AKIAIOSFODNN7EXAMPLE", null));
        assertDone(post("tagger", "/guardrails", with(words("w") + tags)));
        String create = unallowed("tagger", "bedrock:CreateGuardrail", "*");
        assertDenied(post("tagger", "/guardrails", with(words("w"))), create);
        assertDenied(post("tagger", "/guardrails", with(words("w") + tags.replace("red", "blue"))), create);
        assertDenied(
                post(
                        "tagger",
                        "/guardrails",
                        with(words("w") + tags.replace("]", ",{\"key\":\"cost\",\"value\":\"1\"}]"))),
                create);
    }

    @Test
    void tagsOfResourcesCount() throws Exception {
        String red = createGuardrail(",\"tags\":[{\"key\":\"Team\",\"value\":\"red\"}]");
        String blue = createGuardrail(",\"tags\":[{\"key\":\"Team\",\"value\":\"blue\"}]");
        callers.user(
                "reds",
                policy(statement(
                        "Allow",
                        "bedrock:GetGuardrail",
                        "*",
                        "{\"StringEquals\":{\"aws:ResourceTag/team\":\"red\"}}")));
        assertDone(server.get("/guardrails/" + red, TestCallers.HEADER, "reds"));
        assertDenied(
                server.get("/guardrails/" + blue, TestCallers.HEADER, "reds"),
                unallowed("reds", "bedrock:GetGuardrail", GUARDRAILS + blue));
        post(
                "admin",
                "/tagResource",
                "{\"resourceARN\":\"" + GUARDRAILS + blue + "\",\"tags\":[{\"key\":\"Team\",\"value\":\"red\"}]}");
        assertDone(server.get("/guardrails/" + blue, TestCallers.HEADER, "reds"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}} | true
            {"NotIpAddress":{"aws:SourceIp":"127.0.0.0/8"}} | false
            {"Bool":{"aws:SecureTransport":"false"}} | true
            {"Bool":{"aws:SecureTransport":"true"}} | false
            {"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}} | true
            {"DateGreaterThan":{"aws:CurrentTime":"2999-01-01T00:00:00Z"}} | false
            {"NumericGreaterThan":{"aws:EpochTime":"1577836800"}} | true
            {"StringLike":{"aws:UserAgent":"Java-http-client/*"}} | true
            {"StringEquals":{"aws:PrincipalAccount":"123456789012"}} | true
            {"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:user/test"}} | true
            {"StringEquals":{"aws:PrincipalType":"User"}} | true
            {"StringEquals":{"aws:PrincipalType":"AssumedRole"}} | false
            {"StringEquals":{"aws:userid":"AIDACKCEVSQ6C2EXAMPLE"}} | true
            {"StringEquals":{"aws:username":"test"}} | true
            {"StringEquals":{"aws:RequestedRegion":"us-east-1"}} | true
            {"StringEquals":{"aws:RequestedRegion":"eu-west-1"}} | false
            {"Bool":{"aws:ViaAWSService":"false"}} | true
            {"Null":{"aws:MultiFactorAuthPresent":"true"}} | true
            {"Null":{"aws:TokenIssueTime":"false"}} | false
            {"Null":{"aws:SourceVpce":"true"}} | true
            {"Null":{"bedrock:GuardrailIdentifier":"true"}} | true
            {"StringEquals":{"bedrock:ServiceTier":"default"}} | true
            {"StringEquals":{"bedrock:ServiceTier":"priority"}} | false
            {"Null":{"bedrock:BearerTokenType":"false"}} | false
            """)
    void keysOfEveryCall(String condition, boolean allowed) throws Exception {
        callers.user("test", policy(statement("Allow", "bedrock:InvokeModel", "*", condition)));
        assertThat(invoke("test").statusCode()).isEqualTo(allowed ? 200 : 403);
    }

    @Test
    void theTierIsThatOfTheCall() throws Exception {
        callers.user(
                "cheap",
                policy(statement(
                        "Allow", "bedrock:InvokeModel", "*", "{\"StringEquals\":{\"bedrock:ServiceTier\":\"flex\"}}")));
        assertThat(invoke("cheap").statusCode()).isEqualTo(403);
        assertDone(invoke("cheap", "x-amzn-bedrock-service-tier", "flex"));
        assertDone(
                post(
                        "cheap",
                        "/model/meta.llama3-8b-instruct-v1:0/converse",
                        MESSAGES.replace("{\"messages\"", "{\"serviceTier\":{\"type\":\"flex\"},\"messages\"")));
    }

    @Test
    void whatIsMalformedIsToldBeforeWhatIsNotAllowed() throws Exception {
        HttpResponse<byte[]> malformed = post(
                "nobody", "/model/meta.llama3-8b-instruct-v1:0/converse", "{\"messages\":[{}]}");
        assertThat(code(malformed)).isEqualTo("ValidationException");
        assertThat(post("nobody", "/no/such/path", "{}").statusCode()).isEqualTo(404);
        assertThat(post("nobody", "/marketplace-model/endpoints", "{}").statusCode()).isEqualTo(501);
    }

    @Test
    void bodiesThatAreReadElsewhereAreAuthorizedToo() throws Exception {
        String longBody = MESSAGES.replace("Hello", "Hello ".repeat(20_000));
        assertDenied(
                post("nobody", "/model/meta.llama3-8b-instruct-v1:0/converse", longBody),
                unallowed("nobody", "bedrock:InvokeModel", MODEL));
    }

    @Test
    void countingTokensIsAnActionOfItsOwn() throws Exception {
        callers.user("counter", policy(statement("Allow", "bedrock:CountTokens", MODEL)));
        String body = "{\"input\":{\"converse\":" + MESSAGES + "}}";
        assertDone(post("counter", "/model/meta.llama3-8b-instruct-v1:0/count-tokens", body));
        callers.user("counter",
                policy(statement("Allow", "bedrock:CountTokens", "arn:aws:bedrock:*::foundation-model/*")));
        assertDone(post("counter", "/model/us.meta.llama3-3-70b-instruct-v1:0/count-tokens", body));
        assertDenied(
                post("nobody", "/model/meta.llama3-8b-instruct-v1:0/count-tokens", body),
                unallowed("nobody", "bedrock:CountTokens", MODEL));
    }

    @Test
    void openAisApiIsNoWayAround() throws Exception {
        callers.user("whole", policy(statement("Allow", "bedrock:InvokeModel", MODEL)));
        String target = "/openai/v1/chat/completions";
        assertDone(post("whole", target, CHAT + "}"));
        HttpResponse<byte[]> streamed = post("whole", target, CHAT + ",\"stream\":true}");
        assertThat(streamed.statusCode()).isEqualTo(403);
        assertThat(json(streamed).path("error").path("message").asString())
                .isEqualTo(unallowed("whole", "bedrock:InvokeModelWithResponseStream", MODEL));
        assertThat(json(streamed).path("error").path("type").asString()).isEqualTo("permission_error");
        assertThat(json(streamed).path("error").path("code").asString()).isEqualTo("AccessDeniedException");
        assertThat(server.get("/openai/v1/models", TestCallers.HEADER, "whole").statusCode()).isEqualTo(403);
        assertThat(
                server.get("/openai/v1/models/meta.llama3-8b-instruct-v1:0", TestCallers.HEADER, "whole").statusCode())
                .isEqualTo(403);
        assertDone(server.get("/openai/v1/models", TestCallers.HEADER, "admin"));
    }

    private String createGuardrail(String members) throws Exception {
        HttpResponse<byte[]> response = post("admin", "/guardrails", with(words("w") + members));
        assertDone(response);
        return json(response).path("guardrailId").asString();
    }
}
