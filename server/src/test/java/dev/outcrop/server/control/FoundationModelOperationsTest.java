package dev.outcrop.server.control;

import java.net.http.HttpResponse;
import java.util.List;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoundationModelOperationsTest {
    private static final String ARN = "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2F";

    private TestServer server = new TestServer();

    @BeforeAll
    void start() {
        server.close();
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private List<JsonNode> list(String query) throws Exception {
        HttpResponse<byte[]> response = server.get("/foundation-models" + query);
        assertThat(response.statusCode()).as(message(response)).isEqualTo(200);
        return json(response).path("modelSummaries").valueStream().toList();
    }

    @Test
    void withoutFiltersEveryModelIsListed() throws Exception {
        List<JsonNode> models = list("");
        assertThat(models.stream().map(model -> model.path("modelId").asString("")))
                .doesNotHaveDuplicates()
                .contains("amazon.titan-tg1-large", "meta.llama3-8b-instruct-v1:0",
                        "anthropic.claude-3-haiku-20240307-v1:0");
        assertThat(models).allSatisfy(model -> assertThat(model.path("modelArn").asString(""))
                .isEqualTo("arn:aws:bedrock:us-east-1::foundation-model/" + model.path("modelId").asString("")));
    }

    @ParameterizedTest
    @CsvSource({
            "?byProvider=Meta, providerName, Meta",
            "?byProvider=meta, providerName, Meta",
            "?byProvider=AI21%20Labs, providerName, AI21 Labs",
            "?byOutputModality=EMBEDDING, outputModalities, EMBEDDING",
            "?byCustomizationType=FINE_TUNING, customizationsSupported, FINE_TUNING",
            "?byInferenceType=PROVISIONED, inferenceTypesSupported, PROVISIONED"
    })
    void aFilterKeepsExactlyWhatHasTheValue(String query, String member, String value) throws Exception {
        List<JsonNode> expected = list("").stream()
                .filter(model -> model.path(member).isArray()
                        ? model.path(member).valueStream().anyMatch(each -> each.asString("").equals(value))
                        : model.path(member).asString("").equals(value))
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(list(query)).isEqualTo(expected).hasSizeLessThan(list("").size());
    }

    @Test
    void filtersMustAllHold() throws Exception {
        assertThat(list("?byProvider=Meta&byInferenceType=PROVISIONED"))
                .isNotEmpty()
                .hasSizeLessThan(list("?byProvider=Meta").size())
                .allSatisfy(model -> assertThat(model.path("providerName").asString("")).isEqualTo("Meta"));
        assertThat(list("?byProvider=Nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"byOutputModality=SMELL", "byCustomizationType=NONE", "byInferenceType=FREE", "byProvider=a%2Fb"})
    void aValueTheModelDoesNotAdmitIsRefused(String query) throws Exception {
        HttpResponse<byte[]> response = server.get("/foundation-models?" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response)).contains(query.substring(0, query.indexOf('=')));
    }

    @ParameterizedTest
    @CsvSource({"amazon.titan-tg1-large", ARN + "amazon.titan-tg1-large"})
    void aModelIsFoundByIdAndByArn(String identifier) throws Exception {
        HttpResponse<byte[]> response = server.get("/foundation-models/" + identifier);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode details = json(response).path("modelDetails");
        assertThat(details.path("modelId").asString("")).isEqualTo("amazon.titan-tg1-large");
        assertThat(details.path("modelName").asString("")).isEqualTo("Titan Text Large");
        assertThat(details.path("responseStreamingSupported").asBoolean()).isTrue();
        assertThat(details.path("customizationsSupported").isArray()).isTrue();
        assertThat(details.path("modelLifecycle").path("status").asString("")).isEqualTo("LEGACY");
    }

    @ParameterizedTest
    @CsvSource({
            "/foundation-models/nobody.nothing-v1, 400, ValidationException, The provided model identifier is invalid.",
            "/foundation-models/" + ARN
                    + "nobody.nothing-v1, 404, ResourceNotFoundException, Could not resolve the foundation model from the provided model identifier.",
            "/foundation-model-availability/nobody.nothing-v1, 400, ValidationException, The provided model identifier is invalid."
    })
    void aModelThatIsNotThereIsNotFound(String target, int status, String code, String message) throws Exception {
        HttpResponse<byte[]> response = server.get(target);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(code(response)).isEqualTo(code);
        assertThat(message(response)).isEqualTo(message);
    }

    @Test
    void everyModelIsAvailable() throws Exception {
        JsonNode answer = json(server.get("/foundation-model-availability/meta.llama3-8b-instruct-v1%3A0"));
        assertThat(answer.path("modelId").asString("")).isEqualTo("meta.llama3-8b-instruct-v1:0");
        assertThat(answer.path("agreementAvailability").path("status").asString("")).isEqualTo("AVAILABLE");
        assertThat(answer.path("authorizationStatus").asString("")).isEqualTo("AUTHORIZED");
        assertThat(answer.path("entitlementAvailability").asString("")).isEqualTo("AVAILABLE");
        assertThat(answer.path("regionAvailability").asString("")).isEqualTo("AVAILABLE");
    }
}
