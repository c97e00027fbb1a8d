package dev.outcrop.server.guardrail;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.Strength;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.TestGuardrail.BLOCKED_INPUT;
import static dev.outcrop.server.testing.TestGuardrail.BLOCKED_OUTPUT;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** ApplyGuardrail over HTTP. */
class ApplyGuardrailTest {
    private static final String ID = "k7m2p9x4q1zt";
    private static final String GROUNDING_MISSING = "The provided request does not contain the grounding source."
            + " Grounding source, query and content to guard are required for Guardrails contextual grounding policy"
            + " evaluation.";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void guardrail(TestGuardrail guardrail) {
        server.guardrails().put(ID, "DRAFT", guardrail.build());
    }

    private HttpResponse<byte[]> post(String id, String version, String body) throws Exception {
        return server.post("/guardrail/" + id + "/version/" + version + "/apply", body.replace('\'', '"'),
                "Content-Type", "application/json");
    }

    private JsonNode apply(String source, String content, String more) throws Exception {
        HttpResponse<byte[]> response = post(
                ID, "DRAFT", "{'source':'" + source + "','content':[" + content + "]" + more + "}");
        assertThat(response.statusCode()).as(message(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return json(response);
    }

    private JsonNode apply(String source, String content) throws Exception {
        return apply(source, content, "");
    }

    private static String text(String text, String... qualifiers) {
        return JsonMapper.shared().writeValueAsString(
                Map.of(
                        "text",
                        qualifiers.length == 0
                                ? Map.of("text", text)
                                : Map.of("text", text, "qualifiers", qualifiers)));
    }

    private static JsonNode only(JsonNode answer) {
        assertThat(answer.path("assessments").size()).isEqualTo(1);
        return answer.path("assessments").get(0);
    }

    private static List<String> outputs(JsonNode answer) {
        return answer.path("outputs").valueStream().map(output -> output.path("text").stringValue()).toList();
    }

    private static List<Integer> coverage(JsonNode answer) {
        JsonNode characters = answer.path("guardrailCoverage").path("textCharacters");
        return List.of(characters.path("guarded").intValue(), characters.path("total").intValue());
    }

    private static String plain(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    @Test
    @DisplayName("H.31 harmless input: no action, no outputs, one assessment with metrics")
    void harmlessInput() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode answer = apply("INPUT", text("Good morning."));
        assertThat(answer.propertyNames()).containsExactly(
                "usage", "action", "actionReason", "outputs", "assessments", "guardrailCoverage");
        assertThat(answer.path("action").stringValue()).isEqualTo("NONE");
        assertThat(answer.path("actionReason").stringValue()).isEqualTo("No action.");
        assertThat(answer.path("outputs").isArray()).isTrue();
        assertThat(answer.path("outputs").isEmpty()).isTrue();
        assertThat(only(answer).propertyNames()).containsExactly("invocationMetrics", "appliedGuardrailDetails");
        assertThat(only(answer).path("invocationMetrics").propertyNames())
                .containsExactly("guardrailProcessingLatency", "usage", "guardrailCoverage");
        assertThat(only(answer).path("invocationMetrics").path("usage")).isEqualTo(answer.path("usage"));
        assertThat(plain(only(answer).path("appliedGuardrailDetails"))).isEqualTo(
                "{'guardrailId':'k7m2p9x4q1zt','guardrailVersion':'DRAFT',"
                        + "'guardrailArn':'arn:aws:bedrock:us-east-1:123456789012:guardrail/k7m2p9x4q1zt',"
                        + "'guardrailOrigin':['REQUEST'],'guardrailOwnership':'SELF'}");
        assertThat(coverage(answer)).containsExactly(13, 13);
    }

    @Test
    @DisplayName("H.32 a denied topic in the input is blocked with the message for input; H.78 byte for byte")
    void topicInInput() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode answer = apply("INPUT", text("Tell me about loan underwriting."));
        assertThat(answer.path("action").stringValue()).isEqualTo("GUARDRAIL_INTERVENED");
        assertThat(answer.path("actionReason").stringValue()).isEqualTo("Guardrail blocked.");
        assertThat(outputs(answer)).containsExactly(BLOCKED_INPUT);
        assertThat(plain(only(answer).path("topicPolicy"))).isEqualTo(
                "{'topics':[{'name':'Loan underwriting','type':'DENY','action':'BLOCKED','detected':true}]}");
    }

    @Test
    @DisplayName("H.33 a denied topic in the output is blocked with the message for outputs")
    void topicInOutput() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        assertThat(outputs(apply("OUTPUT", text("Loan underwriting works so.")))).containsExactly(BLOCKED_OUTPUT);
    }

    @Test
    @DisplayName("H.34 sensitive information is masked by type and by the expression's name")
    void masks() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode answer = apply("OUTPUT", text("Mail a@b.invalid, CN-12345"));
        assertThat(answer.path("action").stringValue()).isEqualTo("GUARDRAIL_INTERVENED");
        assertThat(answer.path("actionReason").stringValue()).isEqualTo("Guardrail masked.");
        assertThat(outputs(answer)).containsExactly("Mail {EMAIL}, {CaseNumber}");
        assertThat(plain(only(answer).path("sensitiveInformationPolicy"))).isEqualTo(
                "{'piiEntities':[{'match':'a@b.invalid','type':'EMAIL','action':'ANONYMIZED','detected':true}],"
                        + "'regexes':[{'name':'CaseNumber','match':'CN-12345','regex':'CN-[0-9]{5}',"
                        + "'action':'ANONYMIZED','detected':true}]}");
    }

    @Test
    @DisplayName("H.35 what masks outputs only is not looked for in the input")
    void anonymizeAloneIsForOutput() throws Exception {
        guardrail(new TestGuardrail().entity(PiiType.EMAIL, new Handlings(Handling.DISABLED, Handling.ANONYMIZE)));
        JsonNode input = apply("INPUT", text("Mail ines@example.com"));
        assertThat(input.path("action").stringValue()).isEqualTo("NONE");
        assertThat(only(input).has("sensitiveInformationPolicy")).isFalse();
        assertThat(outputs(apply("OUTPUT", text("Mail ines@example.com")))).containsExactly("Mail {EMAIL}");
    }

    @Test
    @DisplayName("H.36 what blocks by its action alone blocks input")
    void blockAloneIsForBoth() throws Exception {
        guardrail(new TestGuardrail().entity(PiiType.EMAIL, Handlings.BLOCK));
        assertThat(outputs(apply("INPUT", text("Mail ines@example.com")))).containsExactly(BLOCKED_INPUT);
    }

    @Test
    @DisplayName("H.37 an entity that blocks leaves those that mask out of the list")
    void blockingEntityHidesMaskedOnes() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode answer = apply("OUTPUT", text("My social security number is 536-22-8726, mail ines@example.com"));
        assertThat(outputs(answer)).containsExactly(BLOCKED_OUTPUT);
        assertThat(plain(only(answer).path("sensitiveInformationPolicy").path("piiEntities"))).isEqualTo(
                "[{'match':'536-22-8726','type':'US_SOCIAL_SECURITY_NUMBER','action':'BLOCKED','detected':true}]");
    }

    @Test
    @DisplayName("H.38 strength MEDIUM lets confidence LOW pass and detects MEDIUM")
    void strengthDecides() throws Exception {
        guardrail(new TestGuardrail().filter(Category.INSULTS, Strength.MEDIUM, Strength.MEDIUM, Handlings.BLOCK));
        assertThat(apply("INPUT", text("insult! low")).path("action").stringValue()).isEqualTo("NONE");
        JsonNode answer = apply("INPUT", text("insult! medium"));
        assertThat(plain(only(answer).path("contentPolicy"))).isEqualTo(
                "{'filters':[{'type':'INSULTS','confidence':'MEDIUM','filterStrength':'MEDIUM','action':'BLOCKED',"
                        + "'detected':true}]}");
    }

    @Test
    @DisplayName("H.39 an entry with action NONE is reported and changes nothing")
    void detectMode() throws Exception {
        guardrail(new TestGuardrail().filter(
                Category.INSULTS, Strength.HIGH, Strength.HIGH, new Handlings(Handling.DETECT, Handling.BLOCK)));
        JsonNode answer = apply("INPUT", text("insult! high"));
        assertThat(answer.path("action").stringValue()).isEqualTo("NONE");
        assertThat(answer.path("actionReason").stringValue()).isEqualTo("No action.");
        JsonNode filter = only(answer).path("contentPolicy").path("filters").get(0);
        assertThat(filter.path("detected").booleanValue()).isTrue();
        assertThat(filter.path("action").stringValue()).isEqualTo("NONE");
    }

    @Test
    @DisplayName("H.40 a topic that is off for outputs is neither found nor counted")
    void topicOffForOutput() throws Exception {
        guardrail(new TestGuardrail().topic("Loan underwriting", new Handlings(Handling.BLOCK, Handling.DISABLED)));
        JsonNode answer = apply("OUTPUT", text("Loan underwriting."));
        assertThat(answer.path("action").stringValue()).isEqualTo("NONE");
        assertThat(answer.path("usage").path("topicPolicyUnits").intValue()).isZero();
    }

    @Test
    @DisplayName("H.41 the full scope lists what was not detected, but no words or expressions")
    void fullScope() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode assessment = only(apply("INPUT", text("Good morning."), ",'outputScope':'FULL'"));
        assertThat(plain(assessment.path("contentPolicy"))).isEqualTo(
                "{'filters':[{'type':'INSULTS','confidence':'NONE','filterStrength':'HIGH','action':'NONE',"
                        + "'detected':false},{'type':'PROMPT_ATTACK','confidence':'NONE','filterStrength':'HIGH',"
                        + "'action':'NONE','detected':false}]}");
        assertThat(plain(assessment.path("topicPolicy"))).isEqualTo(
                "{'topics':[{'name':'Loan underwriting','type':'DENY','action':'NONE','detected':false}]}");
        assertThat(assessment.has("wordPolicy")).isFalse();
        assertThat(plain(assessment.path("sensitiveInformationPolicy"))).isEqualTo(
                "{'piiEntities':[{'match':'','type':'EMAIL','action':'NONE','detected':false},"
                        + "{'match':'','type':'US_SOCIAL_SECURITY_NUMBER','action':'NONE','detected':false}],"
                        + "'regexes':[]}");
    }

    @Test
    @DisplayName("H.42 a text unit is up to 1,000 characters, counted as code points")
    void textUnits() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        for (String letter : List.of("a", "🦊")) {
            assertThat(plain(apply("INPUT", text(letter.repeat(1_000))).path("usage"))).isEqualTo(usage(1));
            JsonNode answer = apply("INPUT", text(letter.repeat(1_001)));
            assertThat(plain(answer.path("usage"))).isEqualTo(usage(2));
            assertThat(coverage(answer)).containsExactly(1_001, 1_001);
        }
    }

    private static String usage(int units) {
        return ("{'topicPolicyUnits':N,'contentPolicyUnits':N,'wordPolicyUnits':N,'sensitiveInformationPolicyUnits':N,"
                + "'sensitiveInformationPolicyFreeUnits':N,'contextualGroundingPolicyUnits':0,"
                + "'contentPolicyImageUnits':0}").replace("N", Integer.toString(units));
    }

    @Test
    @DisplayName("H.43 only policies that are configured are counted; every member is there")
    void usageOfOnePolicy() throws Exception {
        guardrail(new TestGuardrail().word("Project Lantern", Handlings.BLOCK));
        JsonNode usage = apply("INPUT", text("Hello")).path("usage");
        assertThat(usage.path("wordPolicyUnits").intValue()).isEqualTo(1);
        assertThat(usage.valueStream().mapToInt(JsonNode::intValue).sum()).isEqualTo(1);
        assertThat(usage.propertyNames()).hasSize(7);
    }

    private static TestGuardrail grounded() {
        return new TestGuardrail()
                .grounding(GroundingFilter.Type.GROUNDING, 0.75)
                .grounding(GroundingFilter.Type.RELEVANCE, 0.5)
                .word("Project Lantern", Handlings.BLOCK);
    }

    @Test
    @DisplayName("H.44 an answer that its source does not support is blocked; only the answer is guarded")
    void ungroundedAnswer() throws Exception {
        guardrail(grounded());
        JsonNode answer = apply("OUTPUT", String.join(",",
                text("Rome is the capital of Italy.", "grounding_source"),
                text("capital", "query"),
                text("Milan is the capital.", "guard_content")));
        assertThat(outputs(answer)).containsExactly(BLOCKED_OUTPUT);
        assertThat(plain(only(answer).path("contextualGroundingPolicy"))).isEqualTo(
                "{'filters':[{'type':'GROUNDING','threshold':0.75,'score':0.25,'action':'BLOCKED','detected':true}]}");
        assertThat(coverage(answer)).containsExactly(21, 57);
        assertThat(answer.path("usage").path("contextualGroundingPolicyUnits").intValue()).isEqualTo(1);
    }

    @Test
    @DisplayName("H.45 grounding without a source, a query or an answer is refused")
    void groundingNeedsItsParts() throws Exception {
        guardrail(grounded());
        HttpResponse<byte[]> response = post(
                ID, "DRAFT", "{'source':'OUTPUT','content':[" + text("q", "query") + "," + text("a") + "]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response)).isEqualTo(GROUNDING_MISSING);
        for (String content : List.of(
                text("s", "grounding_source") + "," + text("a"),
                text("s", "grounding_source") + "," + text("q", "query"))) {
            assertThat(post(ID, "DRAFT", "{'source':'OUTPUT','content':[" + content + "]}").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("B.6 the parts of grounding have a greatest length")
    void groundingHasLimits() throws Exception {
        guardrail(grounded());
        String rest = text("s", "grounding_source") + "," + text("a");
        assertThat(post(ID, "DRAFT", "{'source':'OUTPUT','content':["
                + text("q".repeat(1_000), "query") + "," + rest + "]}").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> response = post(ID, "DRAFT", "{'source':'OUTPUT','content':["
                + text("q".repeat(1_001), "query") + "," + rest + "]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response)).startsWith("The query exceeds the maximum length of 1000 characters");
    }

    @Test
    @DisplayName("in full, what sensitive information found and does not report is not called absent")
    void whatWasFoundIsNotAbsent() throws Exception {
        guardrail(new TestGuardrail().entity(PiiType.EMAIL, TestGuardrail.MASK)
                .entity(PiiType.US_SOCIAL_SECURITY_NUMBER, Handlings.BLOCK));
        String scope = ",'outputScope':'FULL'";
        JsonNode both = only(apply("INPUT", text("My SSN is 078-05-1120, mail ines@example.com"), scope));
        assertThat(plain(both.path("sensitiveInformationPolicy").path("piiEntities"))).isEqualTo(
                "[{'match':'078-05-1120','type':'US_SOCIAL_SECURITY_NUMBER','action':'BLOCKED','detected':true}]");
        JsonNode one = only(apply("INPUT", text("Mail ines@example.com"), scope));
        assertThat(plain(one.path("sensitiveInformationPolicy").path("piiEntities")))
                .contains("{'match':'','type':'US_SOCIAL_SECURITY_NUMBER','action':'NONE','detected':false}")
                .contains("'match':'ines@example.com'");
    }

    @Test
    @DisplayName("H.46 grounding does not look at input")
    void groundingIsForOutput() throws Exception {
        guardrail(grounded());
        JsonNode answer = apply("INPUT", text("Milan is the capital."));
        assertThat(only(answer).has("contextualGroundingPolicy")).isFalse();
        assertThat(answer.path("usage").path("contextualGroundingPolicyUnits").intValue()).isZero();
    }

    @Test
    @DisplayName("H.47 other policies do not look at a source; H.48 unless it is marked as guarded too")
    void sourceIsGuardedOnlyWhenMarked() throws Exception {
        guardrail(grounded());
        String rest = "," + text("capital", "query") + "," + text("Rome is the capital", "guard_content");
        JsonNode answer = apply(
                "OUTPUT", text("Project Lantern: Rome is the capital", "grounding_source") + rest);
        assertThat(answer.path("action").stringValue()).isEqualTo("NONE");
        JsonNode marked = apply(
                "OUTPUT",
                text("Project Lantern: Rome is the capital", "grounding_source", "guard_content") + rest);
        assertThat(outputs(marked)).containsExactly(BLOCKED_OUTPUT);
        assertThat(plain(only(marked).path("wordPolicy"))).isEqualTo(
                "{'customWords':[{'match':'Project Lantern','action':'BLOCKED','detected':true}],"
                        + "'managedWordLists':[]}");
    }

    @Test
    @DisplayName("H.49 every guarded text is an output when one is masked, in order; sources and queries are none")
    void outputsPerBlock() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode answer = apply("OUTPUT", String.join(",",
                text("Unchanged."), text("s", "grounding_source"), text("Mail ines@example.com"), text("q", "query")));
        assertThat(outputs(answer)).containsExactly("Unchanged.", "Mail {EMAIL}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None/version/DRAFT", "my-guardrail/version/1", "k7m2p9x4q1zt/version/draft",
            "k7m2p9x4q1zt/version/0"})
    @DisplayName("H.50 a malformed identifier or version is an incorrect format")
    void malformedReference(String reference) throws Exception {
        String[] parts = reference.split("/version/", -1);
        HttpResponse<byte[]> response = post(parts[0], parts[1], "{'source':'INPUT','content':[]}");
        assertThat(message(response)).isEqualTo("Guardrail was enabled but input is in incorrect format.");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
    }

    @Test
    void anUnknownGuardrailDoesNotExist() throws Exception {
        HttpResponse<byte[]> response = post("abc", "DRAFT", "{'source':'INPUT','content':[]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo(
                "The guardrail identifier or version provided in the request does not exist.");
    }

    @Test
    void aGuardrailIsNamedByArnToo() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        HttpResponse<byte[]> response = post(
                "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aguardrail%2Fk7m2p9x4q1zt", "DRAFT",
                "{'source':'INPUT','content':[" + text("Hi") + "]}");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void noContentIsNothingToDo() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        JsonNode answer = apply("INPUT", "");
        assertThat(answer.path("action").stringValue()).isEqualTo("NONE");
        assertThat(plain(answer.path("usage"))).isEqualTo(usage(0));
        assertThat(coverage(answer)).containsExactly(0, 0);
        assertThat(apply("OUTPUT", text("")).path("action").stringValue()).isEqualTo("NONE");
    }

    @Test
    void aLongTextIsReadAsAWhole() throws Exception {
        guardrail(new TestGuardrail().word("Project Lantern", Handlings.BLOCK));
        JsonNode answer = apply("INPUT", text("word ".repeat(200_000) + "Project Lantern"));
        assertThat(answer.path("action").stringValue()).isEqualTo("GUARDRAIL_INTERVENED");
        assertThat(answer.path("usage").path("wordPolicyUnits").intValue()).isEqualTo(1_001);
        HttpResponse<byte[]> broken = post(ID, "DRAFT", "{'source':'x" + " ".repeat(100_000) + "','content':[]}");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(code(broken)).isEqualTo("ValidationException");
    }

    @Test
    void imagesAreRefused() throws Exception {
        guardrail(TestGuardrail.ofConformance());
        HttpResponse<byte[]> response = post(
                ID, "DRAFT",
                "{'source':'INPUT','content':[{'image':{'format':'png','source':{'bytes':'aGk='}}}]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo("Image content is not supported by Outcrop yet. Try again with text.");
    }
}
