package dev.outcrop.server.control;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.outcrop.server.testing.GuardrailBodies.regexes;
import static dev.outcrop.server.testing.GuardrailBodies.topic;
import static dev.outcrop.server.testing.GuardrailBodies.topics;
import static dev.outcrop.server.testing.GuardrailBodies.with;
import static dev.outcrop.server.testing.GuardrailBodies.words;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules that the conformance list leaves out. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardrailRulesTest {

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private void refused(String members, String message) throws Exception {
        HttpResponse<byte[]> response = server.postJson("/guardrails", with(members));
        assertThat(message(response)).contains(message);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    private void accepted(String members) throws Exception {
        HttpResponse<byte[]> response = server.postJson("/guardrails", with(members));
        assertThat(response.statusCode()).as(message(response)).isEqualTo(202);
    }

    private static String profile(String identifier) {
        return ", \"crossRegionConfig\": {\"guardrailProfileIdentifier\": \"" + identifier + "\"}";
    }

    @Test
    void namesOfTopicsAreUnique() throws Exception {
        refused(topics("", topic("t", "a"), topic("t", "b")), "Topic policy topic names are not unique");
    }

    @Test
    void aDescriptionHasNoNul() throws Exception {
        refused(words("w") + ", \"description\": \"a\\u0000b\"", "must not contain the character U+0000");
        accepted(words("nul") + ", \"description\": \"a\\u0001b\"");
    }

    @Test
    void wordsHaveALength() throws Exception {
        accepted(words("w".repeat(100)));
        refused(words("w".repeat(101)), "The custom word length in this Word policy exceeds quota limit");
        refused("\"wordPolicyConfig\": {\"wordsConfig\": []}", "Member must have length greater than or equal to 1");
    }

    @Test
    void tenThousandWordsAreTakenAndOneMoreIsNot() throws Exception {
        String[] most = IntStream.range(0, 10_000).mapToObj(i -> "word " + i).toArray(String[]::new);
        accepted(words(most));
        refused(words(IntStream.range(0, 10_001).mapToObj(i -> "word " + i).toArray(String[]::new)),
                "length less than or equal to 10000");
    }

    @Test
    void managedListsAreUnique() throws Exception {
        String lists = Collections.nCopies(2, "{\"type\": \"PROFANITY\"}").stream().collect(Collectors.joining(","));
        refused("\"wordPolicyConfig\": {\"managedWordListsConfig\": [" + lists + "]}",
                "Managed words cannot have duplicates");
    }

    @Test
    void regularExpressionsHaveALength() throws Exception {
        accepted(regexes("a", "x".repeat(500)));
        refused(regexes("a", "x".repeat(501)), "Regex length in sensitive information policy exceeds quota limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?=a)b", "(?<!a)b", "(a)\\1", "(", "((a{100}){100}){100}"})
    void regularExpressionsAreCompiledBeforeTheyAreKept(String pattern) throws Exception {
        refused(regexes("Secret", pattern), "The regex Secret is invalid or not supported");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            us.guardrail.v1:0 | 202
            arn:aws:bedrock:us-east-1:123456789012:guardrail-profile/us.guardrail.v1:0 | 202
            eu.guardrail.v1:0 | Guardrail cross-Region profile ID is invalid. Specify a guardrail profile ID that's supported
            us-gov.guardrail.v1:0 | Guardrail cross-Region profile ID is invalid.
            us.guardrail.v2:0 | Guardrail cross-Region profile ID is invalid.
            arn:aws:bedrock:us-west-2:123456789012:guardrail-profile/us.guardrail.v1:0 | Guardrail cross-Region profile ID is invalid.
            arn:aws:bedrock:us-east-1:210987654321:guardrail-profile/us.guardrail.v1:0 | The provided resource ARN is from a different account
            """)
    void aProfileServesThisRegionAndAccount(String identifier, String outcome) throws Exception {
        if (outcome.equals("202")) {
            accepted(words("w") + profile(identifier));
        } else {
            refused(words("w") + profile(identifier), outcome);
        }
    }

    @Test
    void whatOutcropDoesNotHaveIsSaid() throws Exception {
        refused(words("w") + ", \"automatedReasoningPolicyConfig\": {\"policies\":"
                + " [\"arn:aws:bedrock:us-east-1:123456789012:automated-reasoning-policy/ab12cd34ef56\"]}",
                "Automated Reasoning policies are not supported by Outcrop.");
        refused("\"contentPolicyConfig\": {\"filtersConfig\": [{\"type\": \"HATE\", \"inputStrength\": \"LOW\","
                + " \"outputStrength\": \"LOW\", \"inputModalities\": [\"TEXT\", \"IMAGE\"]}]}",
                "Image content is not supported by Outcrop");
        accepted("\"contentPolicyConfig\": {\"filtersConfig\": [{\"type\": \"HATE\", \"inputStrength\": \"LOW\","
                + " \"outputStrength\": \"LOW\", \"inputModalities\": [\"TEXT\"], \"outputModalities\": [\"TEXT\"]}]}");
    }

    @Test
    void aGroundingTypeComesOnce() throws Exception {
        refused("\"contextualGroundingPolicyConfig\": {\"filtersConfig\": [{\"type\": \"GROUNDING\", \"threshold\": 0.1},"
                + " {\"type\": \"GROUNDING\", \"threshold\": 0.2}]}",
                "Contextual grounding policy must not include duplicate filters");
    }
}
