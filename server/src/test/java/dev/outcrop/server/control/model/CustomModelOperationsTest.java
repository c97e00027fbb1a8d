package dev.outcrop.server.control.model;

import java.util.List;

import dev.outcrop.server.testing.Account;
import dev.outcrop.server.testing.FolderNames;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.Account.PLACE;
import static dev.outcrop.server.testing.Account.encoded;
import static org.assertj.core.api.Assertions.assertThat;

/** Custom models, their deployments and their copies. */
@Timeout(120)
class CustomModelOperationsTest {
    private static final String MODELS = "/custom-models";
    private static final String CREATE = MODELS + "/create-custom-model";
    private static final String DEPLOYMENTS = "/model-customization/custom-model-deployments";
    private static final String COPIES = "/model-copy-jobs";
    private static final String BASE = "arn:aws:bedrock:us-east-1::foundation-model/outcrop.imported";

    private final TestServer server = new TestServer();
    private final Account account = new Account(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String body(String name, String folder, String members) {
        return "{'modelName':'" + name + "','modelSourceConfig':{'s3DataSource':{'s3Uri':'" + folder + "'}}" + members
                + "}";
    }

    private String create(String name, String folder, String members) throws Exception {
        return account.call(202, "POST", CREATE, body(name, folder, members)).path("modelArn").asString("");
    }

    private String active(String name) throws Exception {
        String arn = create(name, "s3://models/" + name + "/", "");
        account.until(model(arn), "modelStatus", "Active");
        return arn;
    }

    private static String model(String identifier) {
        return MODELS + "/" + encoded(identifier);
    }

    private static String deployment(String identifier) {
        return DEPLOYMENTS + "/" + encoded(identifier);
    }

    private String deploy(String name, String modelArn) throws Exception {
        return account.call(202, "POST", DEPLOYMENTS,
                "{'modelDeploymentName':'" + name + "','modelArn':'" + modelArn + "','description':'d " + name
                        + "','tags':[{'key':'team','value':'blue'}]}")
                .path("customModelDeploymentArn")
                .asString("");
    }

    @Test
    void aCustomModelIsMadeReadTaggedAndDeleted() throws Exception {
        String arn = create("mine", "s3://models/mine/", ",'modelTags':[{'key':'team','value':'blue'}],"
                + "'modelKmsKeyArn':'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012'");
        assertThat(arn).matches(PLACE + "custom-model/imported/[a-z0-9]{12}");
        JsonNode made = account.until(model(arn), "modelStatus", "Active");
        assertThat(made.path("modelArn").asString("")).isEqualTo(arn);
        assertThat(made.path("modelName").asString("")).isEqualTo("mine");
        assertThat(made.path("customizationType").asString("")).isEqualTo("IMPORTED");
        assertThat(made.path("modelKmsKeyArn").asString("")).endsWith("123456789012");
        assertThat(made.has("failureMessage")).isFalse();
        assertThat(account.call(200, "GET", model("mine"), "").path("modelArn").asString("")).isEqualTo(arn);
        assertThat(server.artifacts().folders()).containsEntry(arn, "s3://models/mine/");
        account.tagsWork(arn, "blue");
        account.refused("ValidationException", 400, "modelId", "POST", "/model/" + encoded(arn) + "/invoke",
                "{'prompt':'Hello'}");
        account.call(200, "DELETE", model("mine"), "");
        assertThat(server.artifacts().folders()).isEmpty();
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", model(arn), "");
        account.refused("ResourceNotFoundException", 404, "does not exist", "DELETE", model("mine"), "");
    }

    @Test
    void whatCannotBeLoadedIsFailedAndSaysWhy() throws Exception {
        String arn = create("broken", FolderNames.EMPTY, "");
        JsonNode made = account.until(model(arn), "modelStatus", "Failed");
        assertThat(made.path("failureMessage").asString("")).isEqualTo("There are no weights in s3://models/empty/.");
        account.refused("ValidationException", 400, "Active", "POST", DEPLOYMENTS,
                "{'modelDeploymentName':'x','modelArn':'" + arn + "'}");
        account.refused("ResourceNotFoundException", 404, "Active custom model", "POST", COPIES,
                "{'sourceModelArn':'" + arn + "','targetModelName':'x'}");
        account.call(200, "DELETE", model(arn), "");
    }

    @Test
    void namesAndTokensAreTakenOnce() throws Exception {
        String first = create("one", "s3://models/one/", ",'clientRequestToken':'t1'");
        assertThat(create("one", "s3://models/one/", ",'clientRequestToken':'t1'")).isEqualTo(first);
        account.refused("ConflictException", 400, "clientRequestToken", "POST", CREATE,
                body("one", "s3://models/two/", ",'clientRequestToken':'t1'"));
        account.refused("ConflictException", 400, "already has the name one", "POST", CREATE,
                body("one", "s3://models/two/", ""));
        account.refused("ValidationException", 400, "modelName", "POST", CREATE,
                body("a--b", "s3://models/two/", ""));
        account.refused("ValidationException", 400, "s3Uri", "POST", CREATE, body("b", "/etc/models", ""));
        account.refused("ValidationException", 400, "modelSourceConfig", "POST", CREATE, "{'modelName':'b'}");
    }

    @Test
    void modelsAreFilteredSortedAndPaged() throws Exception {
        String a = active("alpha");
        String b = active("beta");
        String slow = create("gamma", FolderNames.SLOW, "");
        String failed = create("delta", FolderNames.EMPTY, "");
        account.until(model(failed), "modelStatus", "Failed");
        assertThat(models("maxResults=3")).containsExactly(failed, slow, b, a);
        assertThat(models("sortOrder=Ascending&sortBy=CreationTime")).containsExactly(a, b, slow, failed);
        assertThat(models("modelStatus=Active")).containsExactly(b, a);
        assertThat(models("modelStatus=Creating")).containsExactly(slow);
        assertThat(models("nameContains=eta")).containsExactly(b);
        assertThat(models("isOwned=true")).hasSize(4);
        assertThat(models("isOwned=false")).isEmpty();
        assertThat(models("baseModelArnEquals=" + encoded(BASE))).hasSize(4);
        assertThat(models("foundationModelArnEquals=" + encoded(Account.FOUNDATION + "amazon.nova-lite-v1:0")))
                .isEmpty();
        String created = account.call(200, "GET", model(a), "").path("creationTime").asString("");
        assertThat(models("creationTimeAfter=" + encoded(created))).doesNotContain(a);
        assertThat(models("creationTimeBefore=" + encoded(created))).isEmpty();
        JsonNode summary = account.call(200, "GET", MODELS + "?nameContains=alpha", "").at("/modelSummaries/0");
        assertThat(summary.path("baseModelArn").asString("")).isEqualTo(BASE);
        assertThat(summary.path("ownerAccountId").asString("")).isEqualTo("123456789012");
        server.artifacts().release();
        account.until(model(slow), "modelStatus", "Active");
    }

    private List<String> models(String query) throws Exception {
        return account.list(MODELS + "?" + query, "modelSummaries", "modelArn");
    }

    @Test
    void aDeploymentServesItsModelUntilItIsDeleted() throws Exception {
        String one = active("one");
        String two = active("two");
        String arn = deploy("serving", one);
        assertThat(arn).matches(PLACE + "custom-model-deployment/[a-z0-9]{12}");
        JsonNode made = account.until(deployment(arn), "status", "Active");
        assertThat(made.path("modelDeploymentName").asString("")).isEqualTo("serving");
        assertThat(made.path("modelArn").asString("")).isEqualTo(one);
        assertThat(made.path("description").asString("")).isEqualTo("d serving");
        assertThat(made.has("updateDetails")).isFalse();
        account.tagsWork(arn, "blue");
        for (String operation : List.of("/invoke", "/invoke-with-response-stream")) {
            assertThat(server.postJson("/model/" + encoded(arn) + operation, "{\"prompt\":\"Hello\"}").statusCode())
                    .as(operation)
                    .isEqualTo(200);
        }
        account.refused("ConflictException", 400, "in use", "DELETE", model(one), "");

        account.call(202, "PATCH", deployment("serving"), "{'modelArn':'" + two + "'}");
        JsonNode updated = account.call(200, "GET", deployment("serving"), "");
        assertThat(updated.path("modelArn").asString("")).isEqualTo(two);
        assertThat(updated.path("status").asString("")).isEqualTo("Active");
        assertThat(updated.at("/updateDetails/modelArn").asString("")).isEqualTo(two);
        assertThat(updated.at("/updateDetails/updateStatus").asString("")).isEqualTo("UpdateCompleted");
        account.call(200, "DELETE", model(one), "");
        account.refused("ConflictException", 400, "in use", "DELETE", model(two), "");

        account.call(200, "DELETE", deployment(arn), "");
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", deployment(arn), "");
        account.refused("ResourceNotFoundException", 404, "Could not resolve", "POST",
                "/model/" + encoded(arn) + "/invoke", "{'prompt':'Hello'}");
        account.call(200, "DELETE", model(two), "");
    }

    @Test
    void deploymentsAreRefusedFilteredAndPaged() throws Exception {
        String one = active("one");
        String two = active("two");
        String a = deploy("a-1", one);
        String b = deploy("b-1", two);
        account.refused("ValidationException", 400, "already has the name a-1", "POST", DEPLOYMENTS,
                "{'modelDeploymentName':'a-1','modelArn':'" + one + "'}");
        account.refused("ResourceNotFoundException", 404, "Could not resolve the custom model", "POST", DEPLOYMENTS,
                "{'modelDeploymentName':'x','modelArn':'" + PLACE + "custom-model/imported/abcdefghijkl'}");
        account.refused("ValidationException", 400, "modelArn", "POST", DEPLOYMENTS,
                "{'modelDeploymentName':'x','modelArn':'" + Account.FOUNDATION + "amazon.nova-lite-v1:0'}");
        account.refused("ResourceNotFoundException", 404, "does not exist", "PATCH", deployment("nothing"),
                "{'modelArn':'" + one + "'}");
        for (String arn : List.of(a, b)) {
            account.until(deployment(arn), "status", "Active");
        }
        assertThat(deployments("maxResults=1")).containsExactly(b, a);
        assertThat(deployments("sortOrder=Ascending")).containsExactly(a, b);
        assertThat(deployments("nameContains=a-")).containsExactly(a);
        assertThat(deployments("modelArnEquals=" + encoded(two))).containsExactly(b);
        assertThat(deployments("statusEquals=Active")).containsExactly(b, a);
        assertThat(deployments("statusEquals=Creating")).isEmpty();
        String created = account.call(200, "GET", deployment(a), "").path("createdAt").asString("");
        assertThat(deployments("createdBefore=" + encoded(created))).isEmpty();
        assertThat(deployments("createdAfter=" + encoded(created))).doesNotContain(a);
        assertThat(account.list(DEPLOYMENTS, "modelDeploymentSummaries", "customModelDeploymentName"))
                .containsExactly("b-1", "a-1");
    }

    private List<String> deployments(String query) throws Exception {
        return account.list(DEPLOYMENTS + "?" + query, "modelDeploymentSummaries", "customModelDeploymentArn");
    }

    @Test
    void aCopyIsAModelOfItsOwn() throws Exception {
        String source = active("source");
        String job = account.call(201, "POST", COPIES, "{'sourceModelArn':'" + source
                + "','targetModelName':'target','targetModelTags':[{'key':'team','value':'blue'}]}")
                .path("jobArn")
                .asString("");
        assertThat(job).matches(PLACE + "model-copy-job/[a-z0-9]{12}");
        JsonNode done = account.until(COPIES + "/" + encoded(job), "status", "Completed");
        String target = done.path("targetModelArn").asString("");
        assertThat(done.path("sourceModelArn").asString("")).isEqualTo(source);
        assertThat(done.path("sourceModelName").asString("")).isEqualTo("source");
        assertThat(done.path("sourceAccountId").asString("")).isEqualTo("123456789012");
        assertThat(done.path("targetModelName").asString("")).isEqualTo("target");
        assertThat(done.path("targetModelTags")).hasSize(1);
        account.call(200, "DELETE", model(source), "");
        assertThat(account.call(200, "GET", model("target"), "").path("modelArn").asString("")).isEqualTo(target);
        assertThat(server.artifacts().folders()).containsOnlyKeys(target);
        account.tagsWork(target, "blue");
    }

    @Test
    void copiesFailAndAreRefusedWithAReason() throws Exception {
        String source = active("source");
        for (String elsewhere : List.of(
                "arn:aws:bedrock:eu-west-1:123456789012:custom-model/imported/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:999999999999:custom-model/imported/abcdefghijkl",
                Account.FOUNDATION + "amazon.nova-lite-v1:0")) {
            account.refused("ResourceNotFoundException", 404, "cannot be copied", "POST", COPIES,
                    "{'sourceModelArn':'" + elsewhere + "','targetModelName':'x'}");
        }
        String job = account.call(201, "POST", COPIES, "{'sourceModelArn':'" + source
                + "','targetModelName':'source'}").path("jobArn").asString("");
        JsonNode failed = account.until(COPIES + "/" + encoded(job), "status", "Failed");
        assertThat(failed.path("failureMessage").asString("")).contains("already has the name source");
        assertThat(server.artifacts().folders()).hasSize(1);
        String good = account.call(201, "POST", COPIES, "{'sourceModelArn':'" + source
                + "','targetModelName':'good'}").path("jobArn").asString("");
        account.until(COPIES + "/" + encoded(good), "status", "Completed");
        assertThat(copies("maxResults=1")).containsExactly(good, job);
        assertThat(copies("statusEquals=Failed")).containsExactly(job);
        assertThat(copies("outputModelNameContains=goo")).containsExactly(good);
        assertThat(copies("sourceModelArnEquals=" + encoded(source) + "&sortOrder=Ascending"))
                .containsExactly(job, good);
        assertThat(copies("sourceAccountEquals=123456789012")).hasSize(2);
        assertThat(copies("sourceAccountEquals=999999999999")).isEmpty();
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET",
                COPIES + "/" + encoded(PLACE + "model-copy-job/abcdefghijkl"), "");
    }

    private List<String> copies(String query) throws Exception {
        return account.list(COPIES + "?" + query, "modelCopyJobSummaries", "jobArn");
    }
}
