package dev.outcrop.server.guardrail;

import java.util.List;

import dev.outcrop.families.Invocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.tags.TaggedPrompt;
import dev.outcrop.guardrails.tags.UnpairedTagException;
import dev.outcrop.wire.error.ValidationException;

/**
 * An invocation whose input a guardrail has assessed.
 *
 * @param invocation what the model may be asked: without the guardrail's tags, and masked; not to be generated when the
 *     input {@link #isBlocked}
 * @param call what goes on to the assessment of the answer
 */
public record GuardedInput(Invocation invocation, GuardedCall call) {

    /**
     * Assesses the input of an invocation: every text of it but the results of tools, which are not assessed (Amazon
     * Bedrock user guide, "Use guardrails with the Converse API"). Takes time: not for event loops.
     *
     * @param untaggedAttacks whether prompt attacks are looked for in a prompt without tags too
     * @throws ValidationException when the tags in the prompt are nested or do not open and close in pairs, or the grounding
     *     sources or queries in it are too long
     * @throws dev.outcrop.guardrails.policy.AssessmentException when a policy cannot decide: the model must not be asked
     */
    public static GuardedInput assess(
            AppliedGuardrail applied,
            GuardrailSettings settings,
            Tracing tracing,
            Invocation invocation,
            boolean untaggedAttacks) {
        TaggedPrompt prompt = read(invocation.spans(), settings, untaggedAttacks);
        SubmittedContent.limitGrounding(applied.guardrail().config(), prompt.references());
        Assessment assessment = applied.guardrail().assess(Direction.INPUT, prompt.blocks());
        InvocationTrace trace = new InvocationTrace(applied, tracing);
        trace.input(assessment);
        return new GuardedInput(
                switch (assessment.effect()) {
                    case NONE -> with(invocation, prompt.texts());
                    case ANONYMIZED -> with(invocation, prompt.texts(assessment.texts()));
                    case BLOCKED -> invocation;
                },
                new GuardedCall(applied, settings.mode(), prompt.references(), trace));
    }

    private static TaggedPrompt read(List<TextSpan> spans, GuardrailSettings settings, boolean untaggedAttacks) {
        try {
            return TaggedPrompt.of(
                    spans.stream()
                            .map(span -> new TaggedPrompt.Part(
                                    span.text(), span.role() != TextSpan.Role.TOOL_RESULT))
                            .toList(),
                    settings.suffix(),
                    untaggedAttacks);
        } catch (UnpairedTagException e) {
            throw new ValidationException(String.valueOf(e.getMessage()));
        }
    }

    /** An untouched prompt stays as it was written, its template included. */
    private static Invocation with(Invocation invocation, List<String> texts) {
        return texts.equals(invocation.spans().stream().map(TextSpan::text).toList())
                ? invocation
                : invocation.withTexts(texts);
    }

    /** Whether the model must not be asked. */
    public boolean isBlocked() {
        return call.trace().effect() == Effect.BLOCKED;
    }

    /** The family's whole body for a blocked input. */
    public byte[] blockedBody() {
        return call.trace().withMembers(invocation.blockedBody(blockedMessage()));
    }

    /** What takes the place of an answer to a blocked input. */
    public String blockedMessage() {
        return call.applied().guardrail().config().blockedMessage(Direction.INPUT);
    }
}
