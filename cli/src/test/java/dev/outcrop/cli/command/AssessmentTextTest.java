package dev.outcrop.cli.command;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code outcrop guardrail test} prints. */
class AssessmentTextTest {

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void everyMatchIsUnderlinedWhereItStands() {
        JsonNode response = json("""
                {'action':'GUARDRAIL_INTERVENED','actionReason':'Guardrail masked.',
                 'outputs':[{'text':'Mail {EMAIL} or {EMAIL},\\nquote {CaseNumber}'}],
                 'assessments':[{
                  'sensitiveInformationPolicy':{
                   'piiEntities':[{'type':'EMAIL','match':'a@example.com','action':'ANONYMIZED','detected':true},
                                  {'type':'EMAIL','match':'a@example.com','action':'ANONYMIZED','detected':true}],
                   'regexes':[{'name':'CaseNumber','match':'CN-12345','regex':'x','action':'NONE','detected':true}]},
                  'invocationMetrics':{'guardrailProcessingLatency':4,
                   'guardrailCoverage':{'textCharacters':{'guarded':50,'total':50}}}}]}""");
        assertThat(AssessmentText.of("Mail a@example.com or a@example.com,\nquote CN-12345", response)).isEqualTo("""
                MASKED   (50 of 50 characters assessed in 4 ms)

                  Mail a@example.com or a@example.com,
                       ^^^^^^^^^^^^^ EMAIL: anonymized
                                        ^^^^^^^^^^^^^ EMAIL: anonymized
                  quote CN-12345
                        ^^^^^^^^ CaseNumber: reported

                Answered instead:
                  Mail {EMAIL} or {EMAIL},
                  quote {CaseNumber}
                """);
    }

    @Test
    void otherFindingsStandInRows() {
        JsonNode response = json("""
                {'action':'GUARDRAIL_INTERVENED','actionReason':'Guardrail blocked.','outputs':[{'text':'No.'}],
                 'assessments':[{
                  'topicPolicy':{'topics':[{'name':'Loans','type':'DENY','action':'BLOCKED','detected':true}]},
                  'contentPolicy':{'filters':[{'type':'HATE','confidence':'NONE','filterStrength':'LOW','action':'NONE',
                   'detected':false}]},
                  'contextualGroundingPolicy':{'filters':[{'type':'RELEVANCE','threshold':0.5,'score':0.25,
                   'action':'BLOCKED','detected':true}]},
                  'invocationMetrics':{'guardrailProcessingLatency':4,
                   'guardrailCoverage':{'textCharacters':{'guarded':2,'total':9}}}}]}""");
        assertThat(AssessmentText.of("Hi", response)).isEqualTo("""
                BLOCKED   (2 of 9 characters assessed in 4 ms)

                  Hi

                  content filter  HATE                   confidence NONE, strength LOW        not detected
                  denied topic    Loans                                                       blocked
                  grounding       RELEVANCE              score 0.25, threshold 0.50           blocked

                Answered instead:
                  No.
                """);
    }

    @Test
    void wideCharactersMoveTheMarkByTwoColumns() {
        JsonNode response = json("""
                {'actionReason':'Guardrail blocked.','assessments':[{'wordPolicy':{
                  'customWords':[{'match':'秘密','action':'BLOCKED','detected':true}],'managedWordLists':[]}}]}""");
        assertThat(AssessmentText.of("これは 秘密 です", response))
                .contains("\n  これは 秘密 です\n         ^^^^ custom word: blocked\n");
    }
}
