package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** The documented error conditions of guardrails on an invocation. */
class GuardrailErrorsTest {
    private static final String ID = "X-Amzn-Bedrock-GuardrailIdentifier";
    private static final String VERSION = "X-Amzn-Bedrock-GuardrailVersion";
    private static final List<String> TARGETS = List.of(
            "/model/meta.llama3-8b-instruct-v1:0/invoke",
            "/model/meta.llama3-8b-instruct-v1:0/invoke-with-response-stream");
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";

    @Test
    @DisplayName("H.53 a configuration in the body needs an identifier")
    void aConfigurationInTheBodyNeedsAnIdentifier() throws Exception {
        refused("{\"prompt\":\"Hi\",\"amazon-bedrock-guardrailConfig\":{\"tagSuffix\":\"x\"}}",
                "The request body contains amazon-bedrock-guardrailConfig, but no guardrail identifier was provided in the request.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonl"})
    void aGuardrailNeedsJson(String type) throws Exception {
        refused(PROMPT, "A guardrail can be applied only when the content type is application/json.",
                ID, "k7m2p9x4q1zt", VERSION, "1", "Content-Type", type);
    }

    /** Callers who name no type mean JSON; JavaScript's SDK then sends the type of any bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "application/json; charset=utf-8", "application/octet-stream", "*/*"})
    void aGuardrailTakesWhatSdksSendOnTheirOwn(String type) throws Exception {
        try (TestServer server = new TestServer()) {
            server.guardrails().put("k7m2p9x4q1zt", "1", new TestGuardrail().build());
            List<String> headers = new ArrayList<>(List.of(ID, "k7m2p9x4q1zt", VERSION, "1"));
            if (!type.isEmpty()) {
                headers.addAll(List.of("Content-Type", type));
            }
            for (String target : TARGETS) {
                assertThat(server.post(target, PROMPT, headers.toArray(String[]::new)).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    @DisplayName("H.52 an identifier needs a version")
    void anIdentifierNeedsAVersion() throws Exception {
        refused(PROMPT, "Guardrail was enabled but input is in incorrect format.", ID, "k7m2p9x4q1zt");
    }

    @Test
    @DisplayName("G.24 a version without an identifier is ignored")
    void aVersionAloneIsIgnored() throws Exception {
        try (TestServer server = new TestServer()) {
            for (String target : TARGETS) {
                server.model().script(Script.saying("Hello"));
                HttpResponse<byte[]> response = server.post(target, PROMPT, VERSION, "1");
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("guardrail");
            }
        }
    }

    /** The model must not be asked: the answer could not be checked. */
    @Test
    @DisplayName("B.6 grounding sources and queries have a greatest length")
    void aSourceOrAQueryThatIsTooLongIsRefused() throws Exception {
        try (TestServer server = new TestServer()) {
            server.guardrails().put("k7m2p9x4q1zt", "1", new TestGuardrail()
                    .grounding(GroundingFilter.Type.GROUNDING, 0.75)
                    .build());
            for (String target : TARGETS) {
                HttpResponse<byte[]> response = server.post(target, "{\"prompt\":"
                        + "\"<amazon-bedrock-guardrails-query_x>" + "q".repeat(1_001)
                        + "</amazon-bedrock-guardrails-query_x>\","
                        + "\"amazon-bedrock-guardrailConfig\":{\"tagSuffix\":\"x\"}}",
                        ID, "k7m2p9x4q1zt", VERSION, "1");
                assertThat(message(response)).startsWith("The query exceeds the maximum length of 1000 characters");
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(code(response)).isEqualTo("ValidationException");
            }
            assertThat(server.model().wasAsked()).isFalse();
        }
    }

    /** The answer is there, but cannot be checked; a stream is checked window by window. */
    @Test
    @DisplayName("B.6 a whole answer that is checked for grounding has a greatest length")
    void anAnswerThatIsTooLongToBeGroundedIsRefused() throws Exception {
        String answer = "so it was. ".repeat(455).substring(0, 5_000);
        String grounded = "{\"prompt\":\"<amazon-bedrock-guardrails-query_x>so</amazon-bedrock-guardrails-query_x>"
                + "<amazon-bedrock-guardrails-groundingSource_x>" + answer + "!"
                + "</amazon-bedrock-guardrails-groundingSource_x>\","
                + "\"amazon-bedrock-guardrailConfig\":{\"tagSuffix\":\"x\"}}";
        try (TestServer server = new TestServer()) {
            server.guardrails().put("k7m2p9x4q1zt", "1", new TestGuardrail()
                    .grounding(GroundingFilter.Type.GROUNDING, 0.75)
                    .build());
            String[] headers = {ID, "k7m2p9x4q1zt", VERSION, "1"};
            server.model().script(Script.saying(answer));
            assertThat(server.post(TARGETS.getFirst(), grounded, headers).statusCode()).isEqualTo(200);

            server.model().script(Script.saying(answer, "!"));
            HttpResponse<byte[]> tooLong = server.post(TARGETS.getFirst(), grounded, headers);
            assertThat(tooLong.statusCode()).isEqualTo(400);
            assertThat(code(tooLong)).isEqualTo("ValidationException");
            assertThat(message(tooLong)).startsWith(
                    "The content to guard exceeds the maximum length of 5000 characters");
            // Without a source and a query grounding does not run, whatever the length.
            assertThat(server.post(TARGETS.getFirst(), PROMPT, headers).statusCode()).isEqualTo(200);
            HttpResponse<byte[]> streamed = server.post(TARGETS.getLast(), grounded, headers);
            assertThat(TestServer.frames(streamed.body()))
                    .allSatisfy(frame -> assertThat(TestServer.chunk(frame).has("generation")).isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource({"None,1", "K7M2,1", "a-b,DRAFT", "k7m2p9x4q1zt,draft", "k7m2p9x4q1zt,0", "k7m2p9x4q1zt,123456789"})
    void aMalformedReferenceIsAnIncorrectFormat(String identifier, String version) throws Exception {
        refused(PROMPT, "Guardrail was enabled but input is in incorrect format.",
                ID, identifier, VERSION, version);
    }

    @Test
    void anArnThatIsNoneIsInvalid() throws Exception {
        refused(PROMPT, "The provided guardrail identifier is invalid.",
                ID, "arn:aws:bedrock:us-east-1:1234:guardrail/k7m2p9x4q1zt", VERSION, "1");
    }

    @ParameterizedTest
    @CsvSource({"k7m2p9x4q1zt,1", "k7m2p9x4q1zt,DRAFT",
            "arn:aws:bedrock:us-east-1:123456789012:guardrail/k7m2p9x4q1zt,2"})
    void anUnknownGuardrailDoesNotExist(String identifier, String version) throws Exception {
        refused(PROMPT, "The guardrail identifier or version provided in the request does not exist.",
                ID, identifier, VERSION, version);
    }

    @Test
    void traceIsOneOfThree() throws Exception {
        refused(PROMPT, "1 validation error detected: Value 'yes' at 'trace' failed to satisfy constraint: Member must"
                + " satisfy enum value set: [ENABLED, DISABLED, ENABLED_FULL]", "X-Amzn-Bedrock-Trace", "yes");
    }

    private static void refused(String body, String message, String... headers) throws Exception {
        try (TestServer server = new TestServer()) {
            for (String target : TARGETS) {
                HttpResponse<byte[]> response = server.post(target, body, headers);
                assertThat(message(response)).isEqualTo(message);
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(code(response)).isEqualTo("ValidationException");
            }
        }
    }
}
