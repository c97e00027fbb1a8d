package dev.outcrop.server.control.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.outcrop.catalog.AccountModel;
import dev.outcrop.server.testing.Account;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.Account.FOUNDATION;
import static dev.outcrop.server.testing.Account.PLACE;
import static dev.outcrop.server.testing.Account.encoded;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class ProvisionedThroughputOperationsTest {
    private static final String CREATE = "/provisioned-model-throughput";
    private static final String LIST = "/provisioned-model-throughputs";
    private static final String SUMMARIES = "provisionedModelSummaries";
    private static final String TITAN = "amazon.titan-text-express-v1:0:8k";
    private static final String LITE = "amazon.titan-text-lite-v1:0:4k";

    private final TestServer server = new TestServer();
    private final Account account = new Account(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String body(String name, String modelId, int units, String members) {
        return "{'provisionedModelName':'" + name + "','modelId':'" + modelId + "','modelUnits':" + units + members
                + "}";
    }

    private String create(String name, String modelId, int units, String members) throws Exception {
        return account.call(201, "POST", CREATE, body(name, modelId, units, members))
                .path("provisionedModelArn")
                .asString("");
    }

    private static String target(String identifier) {
        return CREATE + "/" + encoded(identifier);
    }

    private String customModel(String name) throws Exception {
        String arn = account.call(202, "POST", "/custom-models/create-custom-model", "{'modelName':'" + name
                + "','modelSourceConfig':{'s3DataSource':{'s3Uri':'s3://models/" + name + "/'}}}")
                .path("modelArn")
                .asString("");
        account.until("/custom-models/" + encoded(arn), "modelStatus", "Active");
        return arn;
    }

    @Test
    void aThroughputIsMadeReadTaggedInvokedAndDeleted() throws Exception {
        String arn = create("my-capacity", TITAN, 3, ",'tags':[{'key':'team','value':'blue'}]");
        assertThat(arn).matches(PLACE + "provisioned-model/[a-z0-9]{12}");
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        account.until(target(arn), "status", "InService");
        for (String identifier : List.of(arn, id, "my-capacity")) {
            JsonNode made = account.call(200, "GET", target(identifier), "");
            assertThat(made.path("modelUnits").asInt()).isEqualTo(3);
            assertThat(made.path("desiredModelUnits").asInt()).isEqualTo(3);
            assertThat(made.path("provisionedModelName").asString("")).isEqualTo("my-capacity");
            assertThat(made.path("provisionedModelArn").asString("")).isEqualTo(arn);
            for (String member : List.of("modelArn", "desiredModelArn", "foundationModelArn")) {
                assertThat(made.path(member).asString("")).isEqualTo(FOUNDATION + TITAN);
            }
            assertThat(made.has("commitmentDuration")).isFalse();
            assertThat(made.has("commitmentExpirationTime")).isFalse();
            for (String operation : List.of("/invoke", "/invoke-with-response-stream")) {
                assertThat(server.postJson("/model/" + encoded(identifier) + operation,
                        "{\"inputText\":\"Hello\"}").statusCode()).as(identifier + operation).isEqualTo(200);
            }
        }
        assertThat(server.resources().models().find(arn)).map(AccountModel.Provisioned.class::cast)
                .map(AccountModel.Provisioned::units).isEqualTo(Optional.of(3L));
        account.tagsWork(arn, "blue");
        account.call(200, "DELETE", target(id), "");
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", target(id), "");
        account.refused("ResourceNotFoundException", 404, "Could not resolve", "POST",
                "/model/" + encoded(arn) + "/invoke", "{'inputText':'Hello'}");
        account.refused("ValidationException", 400, "invalid", "POST", "/model/my-capacity/invoke",
                "{'inputText':'Hello'}");
    }

    @Test
    void whatIsStillBeingMadeIsNotReady() throws Exception {
        server.resources().jobs().close();
        String arn = create("waiting", TITAN, 1, "");
        assertThat(account.call(200, "GET", target(arn), "").path("status").asString("")).isEqualTo("Creating");
        account.refused("ModelNotReadyException", 429, "not ready", "POST", "/model/" + encoded(arn) + "/invoke",
                "{'inputText':'Hello'}");
        account.refused("ValidationException", 400, "Creating", "PATCH", target(arn),
                "{'desiredProvisionedModelName':'other'}");
    }

    @Test
    void modelsThatCannotHaveCapacityAreRefused() throws Exception {
        account.refused("ValidationException", 400, "does not support Provisioned Throughput", "POST", CREATE,
                body("x", "amazon.titan-text-express-v1", 1, ""));
        account.refused("ResourceNotFoundException", 404, "Could not resolve", "POST", CREATE,
                body("x", "amazon.none-v1:0", 1, ""));
        account.refused("ResourceNotFoundException", 404, "Could not resolve", "POST", CREATE,
                body("x", PLACE + "custom-model/imported/abcdefghijkl", 1, ""));
        account.refused("ValidationException", 400, "modelUnits", "POST", CREATE, body("x", TITAN, 0, ""));
        account.refused("ValidationException", 400, "commitmentDuration", "POST", CREATE,
                body("x", TITAN, 1, ",'commitmentDuration':'OneYear'"));
        create("by-arn", FOUNDATION + TITAN, 1, "");
        create("configured", "my-model", 1, "");
        assertThat(server.postJson("/model/by-arn/invoke", "{\"inputText\":\"Hello\"}").statusCode())
                .isIn(200, 429);
    }

    @Test
    void namesUnitsAndTokensAreTheAccounts() throws Exception {
        String first = create("one", TITAN, 60, ",'clientRequestToken':'t1'");
        assertThat(create("one", TITAN, 60, ",'clientRequestToken':'t1'")).isEqualTo(first);
        account.refused("ValidationException", 400, "clientRequestToken", "POST", CREATE,
                body("other", TITAN, 60, ",'clientRequestToken':'t1'"));
        account.refused("ValidationException", 400, "already has the name", "POST", CREATE,
                body("one", TITAN, 1, ""));
        account.refused("ServiceQuotaExceededException", 400, "Your account does not have 41 more no commitment"
                + " model units for " + TITAN, "POST", CREATE, body("two", TITAN, 41, ""));
        create("two", TITAN, 40, "");
    }

    @Test
    void aCommitmentHoldsUntilItsEnd() throws Exception {
        String arn = create("committed", TITAN, 1, ",'commitmentDuration':'SixMonths'");
        JsonNode made = account.call(200, "GET", target(arn), "");
        assertThat(made.path("commitmentDuration").asString("")).isEqualTo("SixMonths");
        Instant created = Instant.parse(made.path("creationTime").asString(""));
        Instant end = Instant.parse(made.path("commitmentExpirationTime").asString(""));
        assertThat(end).isBetween(created.atZone(ZoneOffset.UTC).plusMonths(6).minusDays(1).toInstant(),
                created.atZone(ZoneOffset.UTC).plusMonths(6).plusDays(1).toInstant());
        account.refused("ConflictException", 400, "commitment", "DELETE", target(arn), "");
        account.call(200, "GET", target(arn), "");
    }

    @Test
    void onlyTheNameAndACustomModelCanBeChanged() throws Exception {
        String arn = create("before", TITAN, 1, "");
        account.until(target(arn), "status", "InService");
        account.refused("ValidationException", 400, "desiredProvisionedModelName", "PATCH", target(arn), "{}");
        account.call(200, "PATCH", target(arn), "{'desiredProvisionedModelName':'after'}");
        assertThat(account.call(200, "GET", target("after"), "").path("provisionedModelArn").asString(""))
                .isEqualTo(arn);
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", target("before"), "");
        account.refused("ValidationException", 400, "custom model", "PATCH", target(arn),
                "{'desiredModelId':'" + LITE + "'}");
        account.refused("ResourceNotFoundException", 404, "does not exist", "PATCH", target("nothing"),
                "{'desiredProvisionedModelName':'x'}");
        create("taken", TITAN, 1, "");
        account.refused("ValidationException", 400, "already has the name", "PATCH", target(arn),
                "{'desiredProvisionedModelName':'taken'}");

        String one = customModel("one");
        String two = customModel("two");
        String custom = create("custom", one, 1, "");
        account.until(target(custom), "status", "InService");
        account.refused("ConflictException", 400, "in use", "DELETE", "/custom-models/" + encoded(one), "");
        account.call(200, "PATCH", target(custom), "{'desiredModelId':'two'}");
        JsonNode updated = account.until(target(custom), "modelArn", two);
        assertThat(updated.path("desiredModelArn").asString("")).isEqualTo(two);
        assertThat(updated.path("status").asString("")).isEqualTo("InService");
        account.call(200, "DELETE", "/custom-models/" + encoded(one), "");
        account.refused("ConflictException", 400, "in use", "DELETE", "/custom-models/" + encoded(two), "");
        account.refused("ValidationException", 400, "custom model", "PATCH", target(custom),
                "{'desiredModelId':'" + TITAN + "'}");
    }

    @Test
    void listsAreFilteredSortedAndPaged() throws Exception {
        String a = create("alpha-1", TITAN, 1, "");
        String b = create("beta-1", LITE, 1, "");
        String c = create("alpha-2", TITAN, 1, "");
        for (String arn : List.of(a, b, c)) {
            account.until(target(arn), "status", "InService");
        }
        assertThat(found("maxResults=2")).containsExactly(c, b, a);
        assertThat(found("sortBy=CreationTime&sortOrder=Ascending&maxResults=1")).containsExactly(a, b, c);
        assertThat(found("nameContains=alpha")).containsExactly(c, a);
        assertThat(found("nameContains=Alpha")).isEmpty();
        assertThat(found("modelArnEquals=" + encoded(FOUNDATION + LITE))).containsExactly(b);
        assertThat(found("statusEquals=InService")).containsExactly(c, b, a);
        assertThat(found("statusEquals=Failed")).isEmpty();
        String second = account.call(200, "GET", target(b), "").path("creationTime").asString("");
        assertThat(found("creationTimeBefore=" + encoded(second))).doesNotContain(b, c);
        assertThat(found("creationTimeAfter=" + encoded(second))).doesNotContain(a, b);
        account.refused("ValidationException", 400, "nextToken", "GET", LIST + "?nextToken=abc", "");
        account.refused("ValidationException", 400, "statusEquals", "GET", LIST + "?statusEquals=Deleted", "");
        account.refused("ValidationException", 400, "sortBy", "GET", LIST + "?sortBy=Name", "");
        String token = account.call(200, "GET", LIST + "?maxResults=1", "").path("nextToken").asString("");
        account.refused("ValidationException", 400, "nextToken", "GET",
                LIST + "?sortOrder=Ascending&nextToken=" + encoded(token), "");
    }

    private List<String> found(String query) throws Exception {
        return account.list(LIST + "?" + query, SUMMARIES, "provisionedModelArn");
    }
}
