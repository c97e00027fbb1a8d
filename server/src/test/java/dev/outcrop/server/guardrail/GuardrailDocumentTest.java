package dev.outcrop.server.guardrail;

import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GuardrailDocumentTest {

    private static GuardrailConfig config(String policies) {
        return new GuardrailDocument(
                "{\"blockedInputMessaging\":\"<in>\",\"blockedOutputsMessaging\":\"\\\"out\\\"\"" + policies + "}")
                .config();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"action":"BLOCK"}                                                      | BLOCK     | BLOCK
            {"action":"NONE"}                                                       | DETECT    | DETECT
            {"action":"ANONYMIZE"}                                                  | DISABLED  | ANONYMIZE
            {"action":"ANONYMIZE","inputEnabled":true}                              | DISABLED  | ANONYMIZE
            {"action":"ANONYMIZE","inputAction":"ANONYMIZE"}                        | ANONYMIZE | ANONYMIZE
            {"action":"ANONYMIZE","inputAction":"BLOCK","outputAction":"NONE"}      | BLOCK     | DETECT
            {"action":"BLOCK","inputAction":"ANONYMIZE","inputEnabled":false}       | DISABLED  | BLOCK
            {"action":"BLOCK","outputEnabled":false,"outputAction":"ANONYMIZE"}     | BLOCK     | DISABLED
            """)
    @DisplayName("A.5 what a PII entry does in each direction")
    void sensitiveEntries(String entry, Handling input, Handling output) {
        Handlings expected = new Handlings(input, output);
        String members = entry.substring(1, entry.length() - 1);
        GuardrailConfig config = config(
                ",\"sensitiveInformationPolicy\":{\"piiEntities\":[{\"type\":\"EMAIL\"," + members
                        + "}],\"regexes\":[{\"name\":\"n\",\"pattern\":\"p\"," + members + "}]}");
        assertThat(config.piiEntities().getFirst().handlings()).isEqualTo(expected);
        assertThat(config.patterns().getFirst().handlings()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"x":1}                                                 | BLOCK    | BLOCK
            {"inputAction":"NONE"}                                  | DETECT   | BLOCK
            {"inputAction":"BLOCK","outputAction":"NONE"}           | BLOCK    | DETECT
            {"inputEnabled":false,"outputEnabled":true}             | DISABLED | BLOCK
            """)
    @DisplayName("A.5 what an entry of the other policies does in each direction")
    void otherEntries(String entry, Handling input, Handling output) {
        Handlings expected = new Handlings(input, output);
        String members = entry.substring(1, entry.length() - 1);
        GuardrailConfig config = config(",\"topicPolicy\":{\"topics\":[{\"name\":\"t\",\"definition\":\"d\"," + members
                + "}]},\"contentPolicy\":{\"filters\":[{\"type\":\"HATE\",\"inputStrength\":\"LOW\","
                + "\"outputStrength\":\"HIGH\"," + members + "}]},\"wordPolicy\":{\"words\":[{\"text\":\"w\"," + members
                + "}],\"managedWordLists\":[{\"type\":\"PROFANITY\"," + members + "}]}");
        assertThat(config.topics().getFirst().handlings()).isEqualTo(expected);
        assertThat(config.topics().getFirst().examples()).isEmpty();
        assertThat(config.contentFilters().getFirst().handlings()).isEqualTo(expected);
        assertThat(config.words().getFirst().handlings()).isEqualTo(expected);
        assertThat(config.profanity()).isEqualTo(expected);
    }

    @Test
    void groundingHasOneDirection() {
        assertThat(config(",\"contextualGroundingPolicy\":{\"filters\":["
                + "{\"type\":\"GROUNDING\",\"threshold\":0.75},"
                + "{\"type\":\"RELEVANCE\",\"threshold\":0,\"action\":\"NONE\"},"
                + "{\"type\":\"RELEVANCE\",\"threshold\":0.5,\"action\":\"NONE\",\"enabled\":false}]}")
                .groundingFilters())
                .containsExactly(
                        new GroundingFilter(GroundingFilter.Type.GROUNDING, 0.75, Handling.BLOCK),
                        new GroundingFilter(GroundingFilter.Type.RELEVANCE, 0, Handling.DETECT),
                        new GroundingFilter(GroundingFilter.Type.RELEVANCE, 0.5, Handling.DISABLED));
    }

    @Test
    void whatIsNotConfiguredIsEmpty() {
        GuardrailConfig config = config("");
        assertThat(config.blockedInputMessaging()).isEqualTo("<in>");
        assertThat(config.blockedOutputsMessaging()).isEqualTo("\"out\"");
        assertThat(config.topics()).isEmpty();
        assertThat(config.contentFilters()).isEmpty();
        assertThat(config.words()).isEmpty();
        assertThat(config.profanity()).isNull();
        assertThat(config.piiEntities()).isEmpty();
        assertThat(config.patterns()).isEmpty();
        assertThat(config.groundingFilters()).isEmpty();
    }
}
