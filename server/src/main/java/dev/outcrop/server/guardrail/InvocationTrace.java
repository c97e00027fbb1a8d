package dev.outcrop.server.guardrail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.JsonText;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.config.Direction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a guardrail did to one invocation, and the members by which bodies and chunks tell it:
 * {@code amazon-bedrock-guardrailAction} and {@code amazon-bedrock-trace} (Amazon Bedrock user guide, "Test your
 * guardrail"). Not thread-safe; one per call.
 */
public final class InvocationTrace {
    private static final String ACTION = "amazon-bedrock-guardrailAction";
    private static final String INTERVENED = "INTERVENED";
    private static final String TRACE = "amazon-bedrock-trace";

    private final AppliedGuardrail applied;
    private final Tracing tracing;
    private final List<Assessment> outputs = new ArrayList<>();
    private final List<String> modelOutputs = new ArrayList<>();
    private @Nullable Assessment input;
    private Effect effect = Effect.NONE;

    public InvocationTrace(AppliedGuardrail applied, Tracing tracing) {
        this.applied = applied;
        this.tracing = tracing;
    }

    /** Whether {@link #withMembers} writes a trace at all: when not, {@link #modelOutput} need not be made. */
    public boolean isWritten() {
        return tracing != Tracing.DISABLED;
    }

    /** Notes what came of the input. */
    public void input(Assessment assessment) {
        input = assessment;
        effect = effect.and(assessment.effect());
    }

    /** Notes what came of the answer, or of its next part. */
    public void output(Assessment assessment) {
        outputs.add(assessment);
        effect = effect.and(assessment.effect());
    }

    /** Notes what the model had answered before the guardrail changed it: the family's own body. */
    public void modelOutput(byte[] body) {
        modelOutputs.add(new String(body, StandardCharsets.UTF_8));
    }

    /** The most severe effect so far. */
    public Effect effect() {
        return effect;
    }

    /** A chunk with blocked text, marked as such. */
    public static byte[] withIntervention(byte[] chunk) {
        return Splice.members(chunk, JsonText.object(json -> json.writeStringProperty(ACTION, INTERVENED)));
    }

    /** A whole body, or the last chunk of a stream, with the action and, if the caller asked for it, the trace. */
    public byte[] withMembers(byte[] json) {
        return Splice.members(json, JsonText.object(this::writeMembers));
    }

    private void writeMembers(JsonGenerator json) {
        json.writeStringProperty(ACTION, effect == Effect.NONE ? "NONE" : INTERVENED);
        if (isWritten()) {
            json.writeObjectPropertyStart(TRACE);
            json.writeObjectPropertyStart("guardrail");
            writeTrace(json);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void writeTrace(JsonGenerator json) {
        AssessmentWriter writer = new AssessmentWriter(json, applied, tracing.scope());
        if (input != null) {
            json.writeName("input");
            writeById(json, writer, Direction.INPUT, input);
        }
        if (!outputs.isEmpty()) {
            json.writeArrayPropertyStart("outputs");
            outputs.forEach(output -> writeById(json, writer, Direction.OUTPUT, output));
            json.writeEndArray();
        }
        if (!modelOutputs.isEmpty()) {
            json.writeArrayPropertyStart("modelOutput");
            modelOutputs.forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeStringProperty("actionReason", ActionReason.of(effect));
    }

    /** The member {@code trace} of Converse, if the caller asked for it (type {@code GuardrailTraceAssessment}). */
    public void writeConverse(JsonGenerator json) {
        if (!isWritten()) {
            return;
        }
        AssessmentWriter writer = new AssessmentWriter(json, applied, tracing.scope());
        json.writeObjectPropertyStart("trace");
        json.writeObjectPropertyStart("guardrail");
        json.writeStringProperty("actionReason", ActionReason.of(effect));
        if (input != null) {
            json.writeName("inputAssessment");
            writeById(json, writer, Direction.INPUT, input);
        }
        if (!modelOutputs.isEmpty()) {
            json.writeArrayPropertyStart("modelOutput");
            modelOutputs.forEach(json::writeString);
            json.writeEndArray();
        }
        if (!outputs.isEmpty()) {
            json.writeObjectPropertyStart("outputAssessments");
            json.writeArrayPropertyStart(applied.id());
            outputs.forEach(output -> writer.write(Direction.OUTPUT, output));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeById(JsonGenerator json, AssessmentWriter writer, Direction direction, Assessment assessment) {
        json.writeStartObject();
        json.writeName(applied.id());
        writer.write(direction, assessment);
        json.writeEndObject();
    }
}
