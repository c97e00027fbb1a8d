package dev.outcrop.server.guardrail;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.converse.Block;
import dev.outcrop.families.converse.ConverseRequest;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.ContentBlock;

/**
 * A conversation whose input a guardrail has assessed.
 *
 * <p>What is looked at (Amazon Bedrock user guide, "Use guardrails with the Converse API"): of the system texts, those
 * marked as {@code guardContent}; of the messages, those marked, or everything when none is. Tool calls and results are
 * not assessed. Tags have no meaning here.
 *
 * @param request what the model may be asked: masked; not to be generated when the input {@link #isBlocked}
 * @param call what goes on to the assessment of the answer
 */
public record GuardedConversation(ConverseRequest request, GuardedCall call) {

    /**
     * Assesses a conversation, documents included, which must have been read. Takes time: not for event loops.
     *
     * @throws dev.outcrop.wire.error.ValidationException when grounding sources or queries in it are too long
     * @throws dev.outcrop.guardrails.policy.AssessmentException when a policy cannot decide: the model must not be asked
     */
    public static GuardedConversation assess(
            AppliedGuardrail applied, StreamProcessingMode mode, Tracing tracing, ConverseRequest request) {
        List<ContentBlock> content = content(request);
        List<ContentBlock> references = content.stream()
                .filter(block -> block.role() != ContentBlock.Role.CONTENT)
                .toList();
        SubmittedContent.limitGrounding(applied.guardrail().config(), references);
        Assessment assessment = applied.guardrail().assess(Direction.INPUT, content);
        InvocationTrace trace = new InvocationTrace(applied, tracing);
        trace.input(assessment);
        return new GuardedConversation(
                assessment.effect() == Effect.ANONYMIZED ? request.withTexts(assessment.texts()) : request,
                new GuardedCall(applied, mode, references, trace));
    }

    /** One for each of {@link ConverseRequest#texts}, in their order. */
    private static List<ContentBlock> content(ConverseRequest request) {
        List<ContentBlock> content = new ArrayList<>();
        add(content, request.system(), false);
        boolean marked = request.messages()
                .stream()
                .flatMap(turn -> turn.content().stream())
                .anyMatch(block -> block instanceof Block.Text text && text.isGuardContent());
        request.messages().forEach(turn -> add(content, turn.content(), !marked));
        return content;
    }

    private static void add(List<ContentBlock> content, List<Block> blocks, boolean all) {
        for (Block block : blocks) {
            if (block instanceof Block.Text text) {
                if (text.isGuardContent()) {
                    content.add(SubmittedContent.block(text.text(), text.qualifiers()));
                } else {
                    content.add(all ? ContentBlock.guarded(text.text()) : ContentBlock.unguarded(text.text()));
                }
            }
        }
    }

    /** Whether the model must not be asked. */
    public boolean isBlocked() {
        return call.trace().effect() == Effect.BLOCKED;
    }

    /** Whether the words of the request are others than the caller's. */
    public boolean isMasked() {
        return call.trace().effect() == Effect.ANONYMIZED;
    }

    /** What takes the place of an answer to a blocked input. */
    public String blockedMessage() {
        return call.applied().guardrail().config().blockedMessage(Direction.INPUT);
    }
}
