package dev.outcrop.server.guardrail;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Coverage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.ContentBlock;

/**
 * One invocation under a guardrail, once its input has been assessed: what the assessment of the answer needs, and what
 * has been found. Not thread-safe; one per call.
 */
public final class GuardedCall {
    private final AppliedGuardrail applied;
    private final StreamProcessingMode mode;
    private final List<ContentBlock> references;
    private final InvocationTrace trace;

    /** @param references grounding sources and queries of the prompt */
    public GuardedCall(
            AppliedGuardrail applied, StreamProcessingMode mode, List<ContentBlock> references,
            InvocationTrace trace) {
        this.applied = applied;
        this.mode = mode;
        this.references = List.copyOf(references);
        this.trace = trace;
    }

    /** The guardrail. */
    public AppliedGuardrail applied() {
        return applied;
    }

    /** When a streamed answer is assessed. */
    public StreamProcessingMode mode() {
        return mode;
    }

    /** What has been found so far. */
    public InvocationTrace trace() {
        return trace;
    }

    /** Grounding sources and queries of the prompt. */
    public List<ContentBlock> references() {
        return references;
    }

    /** The content that an answer, or a part of one, is assessed in: itself first, then what it must be grounded in. */
    public List<ContentBlock> content(String answer) {
        List<ContentBlock> content = new ArrayList<>(references.size() + 1);
        content.add(ContentBlock.guarded(answer));
        content.addAll(references);
        return content;
    }

    /**
     * Assesses a whole answer; its masked text is the first of {@link Assessment#texts}. Does not note it in the trace.
     * Takes time: not for event loops.
     *
     * @throws dev.outcrop.wire.error.ValidationException when it is to be grounded and longer than what can be
     * @throws dev.outcrop.guardrails.policy.AssessmentException when a policy cannot decide: the text must not pass
     */
    public Assessment assess(String answer) {
        List<ContentBlock> content = content(answer);
        SubmittedContent.limitGroundedAnswer(applied.guardrail().config(), content);
        return ofAnswer(applied.guardrail().assess(Direction.OUTPUT, content));
    }

    /** An assessment of {@link #content} without what the prompt brought to it: that is the input's coverage. */
    public static Assessment ofAnswer(Assessment assessment) {
        int answer = assessment.coverage().guarded();
        return new Assessment(
                assessment.effect(),
                assessment.findings(),
                List.of(assessment.texts().getFirst()),
                assessment.usage(),
                new Coverage(answer, answer),
                assessment.processing());
    }

    /** What takes the place of a blocked answer. */
    public String blockedMessage() {
        return applied.guardrail().config().blockedMessage(Direction.OUTPUT);
    }
}
