package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Family;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation that the model's family has understood. Immutable.
 *
 * @param model what the model can do
 * @param body the native body's invocation
 * @param generation what the engine is asked: what the native body says, and what it has no place for
 */
public record ConverseInvocation(ConverseModel model, TextInvocation body, GenerationRequest generation) {
    private static final String PREFIX = "The model returned the following errors: ";

    /**
     * Writes the conversation as a native body, and lets the family read it.
     *
     * @param request checked, its documents read
     * @throws ValidationException when an additional field conflicts, or what the family finds wrong with the body
     */
    public static ConverseInvocation of(
            ConverseRequest request, ConverseModel model, Family family, InvocationContext context) {
        ObjectNode json = model.dialect().body(request, model);
        if (request.additionalFields() != null) {
            AdditionalFields.merge(json, request.additionalFields());
        }
        TextInvocation body;
        try {
            body = (TextInvocation) family.parse(context, json);
        } catch (ValidationException e) {
            throw new ValidationException(PREFIX + e.message());
        }
        if (body.answers() > 1) {
            throw new ValidationException("Converse returns one answer to a request, and the additional model request"
                    + " fields ask for " + body.answers() + ". Ask for one and try again.");
        }
        return new ConverseInvocation(model, body, generation(request, model, body.generation()));
    }

    private static GenerationRequest generation(
            ConverseRequest request, ConverseModel model, GenerationRequest stated) {
        List<String> stops = new ArrayList<>(stated.stopSequences());
        if (model.stops() == ConverseModel.Stops.EMULATED) {
            stops.addAll(request.inference().stopSequences());
        }
        boolean thinksInline = stated.reasoning().mode() == Reasoning.Mode.INLINE;
        return new GenerationRequest(
                prompt(request, model, stated.prompt()),
                stated.sampling(),
                stated.maxTokens(),
                stops,
                request.answerSchema() == null ? stated.shape() : new AnswerShape.Schema(request.answerSchema()),
                model.reasons() && thinksInline ? Reasoning.APART : stated.reasoning());
    }

    /** A prompt of text alone has no place for images and tools. */
    private static Prompt prompt(ConverseRequest request, ConverseModel model, Prompt stated) {
        if (!(model.dialect() instanceof PromptDialect)) {
            return stated;
        }
        boolean plain = request.tools() == null && request.messages()
                .stream()
                .flatMap(turn -> turn.content().stream())
                .noneMatch(Block.Image.class::isInstance);
        return plain ? stated : NeutralChat.of(request);
    }

    /** The answer as the family writes it. */
    public byte[] nativeBody(Answer answer, GenerationResult result) {
        return body.body(answer, result);
    }

    /** What the family says of a prompt that is too long. */
    public ServiceException promptTooLong(PromptTooLongException cause) {
        ServiceException stated = body.promptTooLong(cause);
        return stated instanceof ValidationException ? new ValidationException(PREFIX + stated.message()) : stated;
    }
}
