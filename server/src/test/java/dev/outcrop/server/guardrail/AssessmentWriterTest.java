package dev.outcrop.server.guardrail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.outcrop.families.JsonText;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.assessment.Coverage;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.Strength;
import dev.outcrop.server.testing.TestGuardrail;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Assessments as JSON, byte for byte; single quotes stand for double ones. */
class AssessmentWriterTest {
    private static final Span SPAN = new Span(0, 0, 1);
    private static final AppliedGuardrail APPLIED = new AppliedGuardrail(
            "k7m2p9x4q1zt",
            "arn:aws:bedrock:us-east-1:123456789012:guardrail/k7m2p9x4q1zt",
            "3",
            new TestGuardrail().build());
    private static final String REST = "'invocationMetrics':{'guardrailProcessingLatency':164,'usage':"
            + "{'topicPolicyUnits':1,'contentPolicyUnits':2,'wordPolicyUnits':3,'sensitiveInformationPolicyUnits':4,"
            + "'sensitiveInformationPolicyFreeUnits':5,'contextualGroundingPolicyUnits':6,"
            + "'contentPolicyImageUnits':0},'guardrailCoverage':{'textCharacters':{'guarded':412,'total':907}}},"
            + "'appliedGuardrailDetails':{'guardrailId':'k7m2p9x4q1zt','guardrailVersion':'3','guardrailArn':"
            + "'arn:aws:bedrock:us-east-1:123456789012:guardrail/k7m2p9x4q1zt','guardrailOrigin':['REQUEST'],"
            + "'guardrailOwnership':'SELF'}";

    private static String written(Scope scope, Finding... findings) {
        Assessment assessment = new Assessment(
                Effect.NONE, List.of(findings), List.of("x"), new Usage(1, 2, 3, 4, 5, 6), new Coverage(412, 907),
                Duration.ofNanos(164_999_999));
        String json = new String(
                JsonText.object(generator -> {
                    generator.writeName("a");
                    new AssessmentWriter(generator, APPLIED, scope).write(Direction.INPUT, assessment);
                }),
                StandardCharsets.UTF_8).replace('"', '\'');
        assertThat(json).startsWith("{'a':{").endsWith(REST + "}}");
        return json.substring("{'a':{".length(), json.length() - REST.length() - 2);
    }

    @Test
    void nothingFoundIsMetricsAndDetails() {
        assertThat(written(Scope.INTERVENTIONS)).isEmpty();
        assertThat(written(Scope.FULL)).isEmpty();
    }

    @Test
    void topicsAndFiltersAreListedWhenDetectedOrInFull() {
        Finding topic = new Finding.Topic("Loans", Effect.NONE, false);
        Finding filter = new Finding.Filter(
                Category.VIOLENCE, Confidence.LOW, Strength.MEDIUM, Effect.NONE, false, null);
        assertThat(written(Scope.INTERVENTIONS, topic, filter)).isEmpty();
        assertThat(written(Scope.FULL, topic, filter)).isEqualTo(
                "'topicPolicy':{'topics':[{'name':'Loans','type':'DENY','action':'NONE','detected':false}]},"
                        + "'contentPolicy':{'filters':[{'type':'VIOLENCE','confidence':'LOW',"
                        + "'filterStrength':'MEDIUM','action':'NONE','detected':false}]},");
    }

    @Test
    void whoDecidedIsSaidWhenItWasNotTheEmbeddedClassifier() {
        assertThat(written(Scope.INTERVENTIONS, new Finding.Filter(
                Category.HATE, Confidence.HIGH, Strength.LOW, Effect.BLOCKED, true, "judge: deadline passed")))
                .isEqualTo("'contentPolicy':{'filters':[{'type':'HATE','confidence':'HIGH','filterStrength':'LOW',"
                        + "'action':'BLOCKED','detected':true,'decidedBy':'judge: deadline passed'}]},");
    }

    @Test
    void bothWordListsAreThereOnceThereIsOne() {
        assertThat(written(Scope.INTERVENTIONS, new Finding.Profanity("blasted", SPAN, Effect.NONE))).isEqualTo(
                "'wordPolicy':{'customWords':[],'managedWordLists':[{'match':'blasted','type':'PROFANITY',"
                        + "'action':'NONE','detected':true}]},");
    }

    @Test
    void onlySensitiveInformationThatBlocksHidesEntitiesThatMask() {
        Finding masked = new Finding.Pii(PiiType.EMAIL, "a@example.com", SPAN, Effect.ANONYMIZED);
        Finding topic = new Finding.Topic("Loans", Effect.BLOCKED, true);
        assertThat(written(Scope.INTERVENTIONS, topic, masked)).contains("'match':'a@example.com'");
        Finding pattern = new Finding.Pattern("Case", "CN-[0-9]", "CN-1", SPAN, Effect.BLOCKED);
        assertThat(written(Scope.INTERVENTIONS, pattern, masked)).isEqualTo(
                "'sensitiveInformationPolicy':{'piiEntities':[],'regexes':[{'name':'Case','match':'CN-1',"
                        + "'regex':'CN-[0-9]','action':'BLOCKED','detected':true}]},");
    }

    @Test
    void groundingHasItsScore() {
        assertThat(written(Scope.INTERVENTIONS,
                new Finding.Grounding(GroundingFilter.Type.GROUNDING, 0.75, 0.22, Effect.BLOCKED, true),
                new Finding.Grounding(GroundingFilter.Type.RELEVANCE, 0.5, 0.91, Effect.NONE, false))).isEqualTo(
                        "'contextualGroundingPolicy':{'filters':[{'type':'GROUNDING','threshold':0.75,'score':0.22,"
                                + "'action':'BLOCKED','detected':true}]},");
    }
}
