package dev.outcrop.server.guardrail;

import java.util.List;

import dev.outcrop.families.JsonText;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.wire.bind.BoundInput;
import tools.jackson.core.JsonGenerator;

/** ApplyGuardrail: a guardrail alone, without a model. Thread-safe. */
public final class ApplyGuardrail {
    private final Guardrails guardrails;
    private final Assessor assessor;

    public ApplyGuardrail(Guardrails guardrails, Assessor assessor) {
        this.guardrails = guardrails;
        this.assessor = assessor;
    }

    /** Answers the operation. */
    public void apply(Call call) {
        Exchange exchange = call.exchange();
        Runnable stop = assessor.run(
                () -> answer(call.input()),
                body -> exchange.onLoop(() -> {
                    exchange.header(Names.CONTENT_TYPE, Names.JSON);
                    exchange.respond(200, body);
                }),
                failure -> exchange.onLoop(() -> exchange.fail(failure)));
        exchange.onLeave(stop);
    }

    private byte[] answer(BoundInput input) {
        GuardrailReference reference = GuardrailReference.of(input);
        if (reference == null) {
            throw Guardrails.unknown();
        }
        AppliedGuardrail applied = guardrails.find(reference.identifier(), reference.version());
        Direction direction = Direction.valueOf(String.valueOf(input.string("source")));
        List<ContentBlock> content = SubmittedContent.read(input.list("content"));
        if (direction == Direction.OUTPUT) {
            SubmittedContent.requireGrounding(applied.guardrail().config(), content);
        }
        Scope scope = "FULL".equals(input.string("outputScope")) ? Scope.FULL : Scope.INTERVENTIONS;
        Assessment assessment = applied.guardrail().assess(direction, content);
        return JsonText.object(json -> write(json, applied, direction, scope, content, assessment));
    }

    private static void write(
            JsonGenerator json,
            AppliedGuardrail applied,
            Direction direction,
            Scope scope,
            List<ContentBlock> content,
            Assessment assessment) {
        AssessmentWriter writer = new AssessmentWriter(json, applied, scope);
        writer.usage(assessment.usage());
        json.writeStringProperty("action", assessment.effect() == Effect.NONE ? "NONE" : "GUARDRAIL_INTERVENED");
        json.writeStringProperty("actionReason", ActionReason.of(assessment.effect()));
        json.writeArrayPropertyStart("outputs");
        switch (assessment.effect()) {
            case NONE -> {}
            case ANONYMIZED -> masked(json, content, assessment);
            case BLOCKED -> text(json, applied.guardrail().config().blockedMessage(direction));
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("assessments");
        writer.write(direction, assessment);
        json.writeEndArray();
        writer.coverage(assessment.coverage());
    }

    /** Every guarded text, changed or not; sources and queries that nothing but grounding looks at are no output. */
    private static void masked(JsonGenerator json, List<ContentBlock> content, Assessment assessment) {
        for (int i = 0; i < content.size(); i++) {
            if (content.get(i).guarded()) {
                text(json, assessment.texts().get(i));
            }
        }
    }

    private static void text(JsonGenerator json, String text) {
        json.writeStartObject();
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }
}
