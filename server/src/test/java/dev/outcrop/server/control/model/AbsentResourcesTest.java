package dev.outcrop.server.control.model;

import dev.outcrop.server.testing.Account;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.outcrop.server.testing.Account.PLACE;
import static dev.outcrop.server.testing.Account.encoded;
import static dev.outcrop.server.testing.TestServer.code;
import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be made here, and agreements that nobody needs. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbsentResourcesTest {
    private static final String NOVA = "amazon.nova-lite-v1:0";

    private final TestServer server = new TestServer();
    private final Account account = new Account(server);

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
            "/model-customization-jobs, modelCustomizationJobSummaries", "/prompt-routers, promptRouterSummaries",
            "/marketplace-model/endpoints, marketplaceModelEndpoints"})
    void thereAreNone(String target, String member) throws Exception {
        assertThat(account.call(200, "GET", target, "").path(member)).isEmpty();
        assertThat(account.call(200, "GET", target, "").path(member).isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            "GET, /model-customization-jobs/, model-customization-job/amazon.nova-lite-v1:0/abcdefghijkl",
            "GET, /prompt-routers/, default-prompt-router/anthropic.claude:1",
            "DELETE, /prompt-routers/, default-prompt-router/anthropic.claude:1"})
    void whatIsAskedForIsNotFound(String method, String target, String resource) throws Exception {
        account.refused("ResourceNotFoundException", 404, "does not exist", method,
                target + encoded(PLACE + resource), "");
    }

    @Test
    void makingThemIsNotAvailable() throws Exception {
        var response = server.postJson("/model-customization-jobs", "{}");
        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(code(response)).isEqualTo("NotImplementedException");
    }

    @Test
    void everyModelIsAvailableWithoutAgreement() throws Exception {
        assertThat(account.call(202, "POST", "/create-foundation-model-agreement",
                "{'modelId':'" + NOVA + "','offerToken':'t'}").path("modelId").asString("")).isEqualTo(NOVA);
        account.call(202, "POST", "/delete-foundation-model-agreement", "{'modelId':'" + NOVA + "'}");
        assertThat(account.call(200, "GET", "/list-foundation-model-agreement-offers/" + encoded(NOVA), "")
                .path("offers")).isEmpty();
        account.refused("ValidationException", 400, "invalid", "POST", "/create-foundation-model-agreement",
                "{'modelId':'amazon.none-v1:0','offerToken':'t'}");
        account.call(201, "POST", "/use-case-for-model-access", "{'formData':'bm90aGluZyBtdWNo'}");
        account.refused("ResourceNotFoundException", 404, "without", "GET", "/use-case-for-model-access", "");
    }
}
