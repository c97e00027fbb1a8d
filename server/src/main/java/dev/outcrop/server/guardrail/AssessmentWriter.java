package dev.outcrop.server.guardrail;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Coverage;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import tools.jackson.core.JsonGenerator;

/**
 * Writes assessments in the form that ApplyGuardrail, InvokeModel and Converse share (type {@code GuardrailAssessment}
 * of the API model). A policy with nothing to report is left out. Not thread-safe.
 */
final class AssessmentWriter {
    private static final String ACTION = "action";
    private static final String DETECTED = "detected";
    private static final String MATCH = "match";
    private static final String TYPE = "type";

    private final JsonGenerator json;
    private final AppliedGuardrail applied;
    private final Scope scope;

    AssessmentWriter(JsonGenerator json, AppliedGuardrail applied, Scope scope) {
        this.json = json;
        this.applied = applied;
        this.scope = scope;
    }

    /** One assessment, as an object. */
    void write(Direction direction, Assessment assessment) {
        json.writeStartObject();
        topics(reported(assessment, Finding.Topic.class));
        filters(reported(assessment, Finding.Filter.class));
        words(assessment);
        sensitiveInformation(direction, assessment);
        grounding(reported(assessment, Finding.Grounding.class));
        json.writeObjectPropertyStart("invocationMetrics");
        json.writeNumberProperty("guardrailProcessingLatency", assessment.processing().toMillis());
        usage(assessment.usage());
        coverage(assessment.coverage());
        json.writeEndObject();
        details();
        json.writeEndObject();
    }

    private <F extends Finding> List<F> reported(Assessment assessment, Class<F> kind) {
        return assessment.findings(kind)
                .stream()
                .filter(finding -> finding.detected() || scope == Scope.FULL)
                .toList();
    }

    private void topics(List<Finding.Topic> topics) {
        if (topics.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("topicPolicy");
        json.writeArrayPropertyStart("topics");
        for (Finding.Topic topic : topics) {
            json.writeStartObject();
            json.writeStringProperty("name", topic.name());
            json.writeStringProperty(TYPE, "DENY");
            outcome(topic);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void filters(List<Finding.Filter> filters) {
        if (filters.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("contentPolicy");
        json.writeArrayPropertyStart("filters");
        for (Finding.Filter filter : filters) {
            json.writeStartObject();
            json.writeStringProperty(TYPE, filter.category().name());
            json.writeStringProperty("confidence", filter.confidence().name());
            json.writeStringProperty("filterStrength", filter.strength().name());
            outcome(filter);
            if (filter.decidedBy() != null) {
                // Outcrop's own: the service has no plug-in classifiers, and SDKs skip members that they do not know.
                json.writeStringProperty("decidedBy", filter.decidedBy());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Both lists are required once there is one of them. */
    private void words(Assessment assessment) {
        List<Finding.CustomWord> custom = assessment.findings(Finding.CustomWord.class);
        List<Finding.Profanity> managed = assessment.findings(Finding.Profanity.class);
        if (custom.isEmpty() && managed.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("wordPolicy");
        json.writeArrayPropertyStart("customWords");
        for (Finding.CustomWord word : custom) {
            json.writeStartObject();
            json.writeStringProperty(MATCH, word.match());
            outcome(word);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("managedWordLists");
        for (Finding.Profanity word : managed) {
            json.writeStartObject();
            json.writeStringProperty(MATCH, word.match());
            json.writeStringProperty(TYPE, "PROFANITY");
            outcome(word);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Both lists are required once there is one of them. Entities that would have been masked are not listed when
     * sensitive information itself blocks, as recorded.
     */
    private void sensitiveInformation(Direction direction, Assessment assessment) {
        List<Finding.Pii> found = assessment.findings(Finding.Pii.class);
        List<Finding.Pattern> patterns = assessment.findings(Finding.Pattern.class);
        boolean blocks = found.stream().anyMatch(pii -> pii.effect() == Effect.BLOCKED)
                || patterns.stream().anyMatch(pattern -> pattern.effect() == Effect.BLOCKED);
        List<Finding.Pii> entities = found.stream()
                .filter(pii -> !(blocks && pii.effect() == Effect.ANONYMIZED))
                .toList();
        List<PiiType> absent = scope == Scope.FULL ? absent(direction, found, blocks) : List.of();
        if (entities.isEmpty() && patterns.isEmpty() && absent.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("sensitiveInformationPolicy");
        json.writeArrayPropertyStart("piiEntities");
        entities.forEach(pii -> entity(pii.type(), pii.match(), pii.effect(), true));
        absent.forEach(type -> entity(type, "", Effect.NONE, false));
        json.writeEndArray();
        json.writeArrayPropertyStart("regexes");
        patterns.forEach(this::pattern);
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * What was looked for in vain: the documentation excepts regular expressions from the full scope, not entities. Of
     * one that masks nothing is known when sensitive information blocks: it may have been found.
     */
    private List<PiiType> absent(Direction direction, List<Finding.Pii> found, boolean blocks) {
        Set<PiiType> present = found.stream().map(Finding.Pii::type).collect(Collectors.toSet());
        return applied.guardrail()
                .config()
                .piiEntities()
                .stream()
                .filter(entity -> entity.handlings().enabledIn(direction))
                .filter(entity -> !(blocks && entity.handlings().in(direction) == Handling.ANONYMIZE))
                .map(PiiEntity::type)
                .filter(type -> !present.contains(type))
                .toList();
    }

    private void entity(PiiType type, String match, Effect effect, boolean detected) {
        json.writeStartObject();
        json.writeStringProperty(MATCH, match);
        json.writeStringProperty(TYPE, type.name());
        outcome(effect, detected);
        json.writeEndObject();
    }

    private void pattern(Finding.Pattern pattern) {
        json.writeStartObject();
        json.writeStringProperty("name", pattern.name());
        json.writeStringProperty(MATCH, pattern.match());
        json.writeStringProperty("regex", pattern.pattern());
        outcome(pattern);
        json.writeEndObject();
    }

    private void grounding(List<Finding.Grounding> checks) {
        if (checks.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("contextualGroundingPolicy");
        json.writeArrayPropertyStart("filters");
        for (Finding.Grounding check : checks) {
            json.writeStartObject();
            json.writeStringProperty(TYPE, check.type().name());
            json.writeNumberProperty("threshold", check.threshold());
            json.writeNumberProperty("score", check.score());
            outcome(check);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void outcome(Finding finding) {
        outcome(finding.effect(), finding.detected());
    }

    private void outcome(Effect effect, boolean detected) {
        json.writeStringProperty(ACTION, effect.name());
        json.writeBooleanProperty(DETECTED, detected);
    }

    /** The member {@code usage}. */
    void usage(Usage usage) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("topicPolicyUnits", usage.topic());
        json.writeNumberProperty("contentPolicyUnits", usage.content());
        json.writeNumberProperty("wordPolicyUnits", usage.word());
        json.writeNumberProperty("sensitiveInformationPolicyUnits", usage.sensitiveInformation());
        json.writeNumberProperty("sensitiveInformationPolicyFreeUnits", usage.sensitiveInformationFree());
        json.writeNumberProperty("contextualGroundingPolicyUnits", usage.contextualGrounding());
        json.writeNumberProperty("contentPolicyImageUnits", 0);
        json.writeEndObject();
    }

    /** The member {@code guardrailCoverage}. */
    void coverage(Coverage coverage) {
        json.writeObjectPropertyStart("guardrailCoverage");
        json.writeObjectPropertyStart("textCharacters");
        json.writeNumberProperty("guarded", coverage.guarded());
        json.writeNumberProperty("total", coverage.total());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void details() {
        json.writeObjectPropertyStart("appliedGuardrailDetails");
        json.writeStringProperty("guardrailId", applied.id());
        json.writeStringProperty("guardrailVersion", applied.version());
        json.writeStringProperty("guardrailArn", applied.arn());
        json.writeArrayPropertyStart("guardrailOrigin");
        json.writeString("REQUEST");
        json.writeEndArray();
        json.writeStringProperty("guardrailOwnership", "SELF");
        json.writeEndObject();
    }
}
