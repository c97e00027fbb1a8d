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

/** Import jobs and the models that they make. */
@Timeout(120)
class ImportOperationsTest {
    private static final String JOBS = "/model-import-jobs";
    private static final String MODELS = "/imported-models";
    private static final String ROLE = "arn:aws:iam::123456789012:role/import";

    private final TestServer server = new TestServer();
    private final Account account = new Account(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String body(String job, String model, String folder, String members) {
        return "{'jobName':'" + job + "','importedModelName':'" + model + "','roleArn':'" + ROLE
                + "','modelDataSource':{'s3DataSource':{'s3Uri':'" + folder + "'}}" + members + "}";
    }

    private String create(String job, String model, String folder, String members) throws Exception {
        return account.call(201, "POST", JOBS, body(job, model, folder, members)).path("jobArn").asString("");
    }

    private String imported(String name) throws Exception {
        String job = create("job-" + name, name, "s3://models/" + name + "/", "");
        return account.until(job(job), "status", "Completed").path("importedModelArn").asString("");
    }

    private static String job(String identifier) {
        return JOBS + "/" + encoded(identifier);
    }

    private static String model(String identifier) {
        return MODELS + "/" + encoded(identifier);
    }

    @Test
    void aModelIsImportedReadInvokedTaggedAndDeleted() throws Exception {
        String jobArn = create("first", "mine", "s3://models/mine/", ",'jobTags':[{'key':'team','value':'green'}],"
                + "'importedModelTags':[{'key':'team','value':'blue'}],"
                + "'vpcConfig':{'subnetIds':['subnet-1'],'securityGroupIds':['sg-1']}");
        assertThat(jobArn).matches(PLACE + "model-import-job/[a-z0-9]{12}");
        JsonNode job = account.until(job(jobArn), "status", "Completed");
        String arn = job.path("importedModelArn").asString("");
        assertThat(arn).matches(PLACE + "imported-model/[a-z0-9]{12}");
        assertThat(job.path("jobName").asString("")).isEqualTo("first");
        assertThat(job.path("roleArn").asString("")).isEqualTo(ROLE);
        assertThat(job.at("/vpcConfig/subnetIds/0").asString("")).isEqualTo("subnet-1");
        assertThat(job.path("endTime").asString("")).isNotEmpty().isEqualTo(job.path("lastModifiedTime").asString(""));
        assertThat(server.artifacts().folders()).containsEntry(arn, "s3://models/mine/");

        JsonNode model = account.call(200, "GET", model("mine"), "");
        assertThat(model).isEqualTo(account.call(200, "GET", model(arn), ""));
        assertThat(model.path("modelArn").asString("")).isEqualTo(arn);
        assertThat(model.path("jobArn").asString("")).isEqualTo(jobArn);
        assertThat(model.path("modelArchitecture").asString("")).isEqualTo("llama");
        assertThat(model.path("instructSupported").asBoolean(false)).isTrue();
        assertThat(model.at("/modelDataSource/s3DataSource/s3Uri").asString("")).isEqualTo("s3://models/mine/");
        assertThat(model.at("/customModelUnits/customModelUnitsPerModelCopy").intValue()).as("40 GiB").isEqualTo(3);
        account.tagsWork(arn, "blue");

        JsonNode answer = account.call(200, "POST", "/model/" + encoded(arn) + "/invoke", "{'prompt':'Hello'}");
        assertThat(answer.has("generation")).isTrue();
        account.call(200, "DELETE", model("mine"), "");
        assertThat(server.artifacts().folders()).isEmpty();
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", model(arn), "");
        account.refused("ResourceNotFoundException", 404, "does not exist", "DELETE", model("mine"), "");
        account.refused("ResourceNotFoundException", 404, "Could not resolve", "POST",
                "/model/" + encoded(arn) + "/invoke", "{'prompt':'Hello'}");
        assertThat(account.call(200, "GET", job("first"), "").path("status").asString("")).isEqualTo("Completed");
    }

    @Test
    void whatCannotBeImportedFailsAndSaysWhy() throws Exception {
        String arn = create("broken", "mine", FolderNames.EMPTY, "");
        JsonNode job = account.until(job(arn), "status", "Failed");
        assertThat(job.path("failureMessage").asString("")).isEqualTo("There are no weights in s3://models/empty/.");
        assertThat(job.has("importedModelArn")).isFalse();
        assertThat(job.has("endTime")).isTrue();
        assertThat(account.list(MODELS, "modelSummaries", "modelArn")).isEmpty();
        account.refused("ResourceNotFoundException", 404, "does not exist", "GET", job("nothing"), "");
    }

    @Test
    void aRepeatedCallImportsOnce() throws Exception {
        String token = ",'clientRequestToken':'once-1'";
        String first = create("job", "mine", "s3://models/mine/", token);
        account.until(job(first), "status", "Completed");
        assertThat(create("job", "mine", "s3://models/mine/", token)).isEqualTo(first);
        account.refused("ConflictException", 400, "clientRequestToken", "POST", JOBS,
                body("job", "mine", "s3://models/other/", token));
        account.refused("ConflictException", 400, "already has the name job", "POST", JOBS,
                body("job", "other", "s3://models/mine/", ""));
        account.refused("ConflictException", 400, "already has the name mine", "POST", JOBS,
                body("another", "mine", "s3://models/mine/", ""));
        assertThat(account.list(MODELS, "modelSummaries", "modelName")).containsExactly("mine");
    }

    @Test
    void jobsAndModelsTogetherHaveALimit() throws Exception {
        for (int i = 0; i < 19; i++) {
            String unused = imported("m" + i);
            assertThat(unused).isNotEmpty();
        }
        String slow = create("slow", "m19", FolderNames.SLOW, "");
        account.refused("ServiceQuotaExceededException", 400, "no more imported models", "POST", JOBS,
                body("more", "m20", "s3://models/more/", ""));
        account.call(200, "DELETE", model("m0"), "");
        String waiting = create("more", "m20", "s3://models/more/", "");
        assertThat(account.call(200, "GET", job(waiting), "").path("status").asString("")).as("one at a time")
                .isEqualTo("InProgress");
        server.artifacts().release();
        account.until(job(slow), "status", "Completed");
        account.until(job(waiting), "status", "Completed");
    }

    @Test
    void listsAreFiltered() throws Exception {
        String alpha = imported("alpha");
        String beta = imported("beta");
        account.until(job(create("broken", "gamma", FolderNames.EMPTY, "")), "status", "Failed");
        assertThat(jobs("")).containsExactly("broken", "job-beta", "job-alpha");
        assertThat(jobs("sortOrder=Ascending&maxResults=1")).containsExactly("job-alpha", "job-beta", "broken");
        assertThat(jobs("statusEquals=Failed")).containsExactly("broken");
        assertThat(jobs("statusEquals=Completed&nameContains=alp")).containsExactly("job-alpha");
        String created = account.call(200, "GET", model(alpha), "").path("creationTime").asString("");
        assertThat(models("creationTimeAfter=" + encoded(created))).containsExactly(beta);
        assertThat(models("creationTimeBefore=" + encoded(created))).isEmpty();
        assertThat(models("nameContains=et")).containsExactly(beta);
        account.refused("ValidationException", 400, "statusEquals", "GET", JOBS + "?statusEquals=Stopped", "");
    }

    private List<String> jobs(String query) throws Exception {
        return account.list(JOBS + "?" + query, "modelImportJobSummaries", "jobName");
    }

    private List<String> models(String query) throws Exception {
        return account.list(MODELS + "?" + query, "modelSummaries", "modelArn");
    }

    @Test
    void whatIsMalformedIsRefused() throws Exception {
        account.refused("ValidationException", 400, "jobName", "POST", JOBS, body("-x", "mine", "s3://models/a/", ""));
        account.refused("ValidationException", 400, "importedModelName", "POST", JOBS,
                body("x", "my model", "s3://models/a/", ""));
        account.refused("ValidationException", 400, "s3Uri", "POST", JOBS, body("x", "mine", "/models/a/", ""));
        account.refused("SerializationException", 400, "exactly one member: ModelDataSource", "POST", JOBS,
                "{'jobName':'x','importedModelName':'m','roleArn':'" + ROLE + "','modelDataSource':{}}");
    }
}
