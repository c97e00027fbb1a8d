package dev.outcrop.server.control.model;

import java.util.List;

import dev.outcrop.server.testing.Account;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.Account.FOUNDATION;
import static dev.outcrop.server.testing.Account.PLACE;
import static dev.outcrop.server.testing.Account.encoded;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class InferenceProfileOperationsTest {
    private static final String PROFILES = "/inference-profiles";
    private static final String TITAN = "amazon.titan-text-express-v1";
    private static final String NOVA = "us.amazon.nova-premier-v1:0";

    private final TestServer server = new TestServer();
    private final Account account = new Account(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String body(String name, String source, String members) {
        return "{'inferenceProfileName':'" + name + "','modelSource':{'copyFrom':'" + source + "'}" + members + "}";
    }

    private String create(String name, String source, String members) throws Exception {
        JsonNode made = account.call(201, "POST", PROFILES, body(name, source, members));
        assertThat(made.path("status").asString("")).isEqualTo("ACTIVE");
        return made.path("inferenceProfileArn").asString("");
    }

    @Test
    void anApplicationProfileIsMadeReadTaggedInvokedAndDeleted() throws Exception {
        String arn = create("My profile", FOUNDATION + TITAN,
                ",'description':'for tests','tags':[{'key':'team','value':'blue'}]");
        assertThat(arn).matches(PLACE + "application-inference-profile/[a-z0-9]{12}");
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        for (String identifier : List.of(id, arn)) {
            JsonNode profile = account.call(200, "GET", PROFILES + "/" + encoded(identifier), "");
            assertThat(profile.path("inferenceProfileName").asString("")).isEqualTo("My profile");
            assertThat(profile.path("description").asString("")).isEqualTo("for tests");
            assertThat(profile.path("inferenceProfileArn").asString("")).isEqualTo(arn);
            assertThat(profile.path("inferenceProfileId").asString("")).isEqualTo(id);
            assertThat(profile.path("type").asString("")).isEqualTo("APPLICATION");
            assertThat(profile.at("/models/0/modelArn").asString("")).isEqualTo(FOUNDATION + TITAN);
            assertThat(profile.path("createdAt").asString("")).endsWith("Z").isEqualTo(
                    profile.path("updatedAt").asString(""));
        }
        account.tagsWork(arn, "blue");
        var answered = server.postJson("/model/" + encoded(arn) + "/invoke", "{\"inputText\":\"Hello\"}");
        assertThat(answered.statusCode()).as(message(answered)).isEqualTo(200);
        assertThat(json(answered).has("results")).as("in the model's own form").isTrue();
        assertThat(server.postJson("/model/" + encoded(arn) + "/invoke-with-response-stream",
                "{\"inputText\":\"Hello\"}").statusCode()).isEqualTo(200);
        account.call(200, "DELETE", PROFILES + "/" + encoded(arn), "");
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", PROFILES + "/" + id, "");
        account.refused("ResourceNotFoundException", 404, "does not exist", "DELETE", PROFILES + "/" + id, "");
        account.refused("ResourceNotFoundException", 404, "Could not resolve the foundation model", "POST",
                "/model/" + encoded(arn) + "/invoke", "{'inputText':'Hello'}");
    }

    @Test
    void whatIsCopiedFromASystemProfileGoesWhereThatGoes() throws Exception {
        String arn = create("crossing", PLACE + "inference-profile/" + NOVA, "");
        JsonNode profile = account.call(200, "GET", PROFILES + "/" + encoded(arn), "");
        JsonNode system = account.call(200, "GET", PROFILES + "/" + encoded(NOVA), "");
        assertThat(profile.path("models")).isEqualTo(system.path("models")).hasSize(3);
        assertThat(profile.has("description")).isFalse();
    }

    @Test
    void systemProfilesAreReadAndNotDeleted() throws Exception {
        for (String identifier : List.of(NOVA, PLACE + "inference-profile/" + NOVA)) {
            JsonNode profile = account.call(200, "GET", PROFILES + "/" + encoded(identifier), "");
            assertThat(profile.path("inferenceProfileId").asString("")).isEqualTo(NOVA);
            assertThat(profile.path("inferenceProfileName").asString("")).isEqualTo("US Amazon Nova Premier");
            assertThat(profile.path("type").asString("")).isEqualTo("SYSTEM_DEFINED");
            account.refused("ValidationException", 400, "system-defined", "DELETE",
                    PROFILES + "/" + encoded(identifier), "");
        }
        for (String other : List.of("us.amazon.none-v1:0", "amazon.nova-premier-v1:0", "abcdefghijkl",
                "arn:aws:bedrock:us-east-1:999999999999:inference-profile/" + NOVA,
                "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abcdefghijkl")) {
            account.refused("ResourceNotFoundException", 404, "does not exist", "GET",
                    PROFILES + "/" + encoded(other), "");
        }
    }

    @Test
    void listsAreFilteredByTypeAndPaged() throws Exception {
        List<String> arns = List.of(create("a", FOUNDATION + TITAN, ""), create("a", FOUNDATION + TITAN, ""),
                create("b", FOUNDATION + TITAN, ""));
        List<String> applications = account.list(PROFILES + "?type=APPLICATION&maxResults=2",
                "inferenceProfileSummaries", "inferenceProfileArn");
        assertThat(applications).isEqualTo(arns);
        List<String> system = account.list(PROFILES + "?type=SYSTEM_DEFINED&maxResults=7",
                "inferenceProfileSummaries", "inferenceProfileArn");
        assertThat(system).hasSizeGreaterThan(60).doesNotHaveDuplicates()
                .allMatch(arn -> arn.contains(":inference-profile/"))
                .contains(PLACE + "inference-profile/" + NOVA);
        List<String> all = account.list(PROFILES + "?maxResults=50", "inferenceProfileSummaries",
                "inferenceProfileArn");
        assertThat(all).hasSize(system.size() + 3).startsWith(system.getFirst()).endsWith(arns.getLast());
        String token = account.call(200, "GET", PROFILES + "?maxResults=1", "").path("nextToken").asString("");
        account.refused("ValidationException", 400, "nextToken", "GET",
                PROFILES + "?type=APPLICATION&nextToken=" + encoded(token), "");
        account.refused("ValidationException", 400, "type", "GET", PROFILES + "?type=OTHER", "");
        account.refused("ValidationException", 400, "maxResults", "GET", PROFILES + "?maxResults=0", "");
    }

    @Test
    void whatCannotBeInvokedCannotBeCopied() throws Exception {
        account.refused("ValidationException", 400, "on-demand throughput", "POST", PROFILES,
                body("x", FOUNDATION + "amazon.nova-premier-v1:0", ""));
        account.refused("ValidationException", 400, "invalid", "POST", PROFILES,
                body("x", FOUNDATION + "amazon.none-v1:0", ""));
        account.refused("ValidationException", 400, "invalid", "POST", PROFILES,
                body("x", "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/" + NOVA, ""));
        account.refused("ValidationException", 400, "copyFrom", "POST", PROFILES,
                body("x", "not-an-arn", ""));
        account.refused("ValidationException", 400, "inferenceProfileName", "POST", PROFILES,
                body("no--no", FOUNDATION + TITAN, ""));
        account.refused("ValidationException", 400, "unique", "POST", PROFILES, body("x", FOUNDATION + TITAN,
                ",'tags':[{'key':'a','value':'1'},{'key':'a','value':'2'}]"));
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 51; i++) {
            tags.append(i == 0 ? "" : ",").append("{'key':'k").append(i).append("','value':'v'}");
        }
        account.refused("TooManyTagsException", 400, "50", "POST", PROFILES,
                body("x", FOUNDATION + TITAN, ",'tags':[" + tags + "]"));
        assertThat(account.list(PROFILES + "?type=APPLICATION", "inferenceProfileSummaries", "inferenceProfileArn"))
                .isEmpty();
    }

    @Test
    void aRepeatedCallMakesOneProfile() throws Exception {
        String first = create("same", FOUNDATION + TITAN, ",'clientRequestToken':'t1'");
        assertThat(create("same", FOUNDATION + TITAN, ",'clientRequestToken':'t1'")).isEqualTo(first);
        account.refused("ConflictException", 400, "clientRequestToken", "POST", PROFILES,
                body("other", FOUNDATION + TITAN, ",'clientRequestToken':'t1'"));
    }
}
