package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Family;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tools;
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

    /** What the service puts before a family's own words. */
    static final String PREFIX = "The model returned the following errors: ";

    /** A refusal in the words of the family, or of what runs the model. */
    public static ValidationException refusal(String message) {
        return new ValidationException(PREFIX + message);
    }

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
            throw refusal(e.message());
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
            return request.tools() == null ? stated : withDemand(stated, request.tools());
        }
        boolean plain = request.tools() == null && request.messages()
                .stream()
                .flatMap(turn -> turn.content().stream())
                .noneMatch(Block.Image.class::isInstance);
        return plain ? stated : NeutralChat.of(request);
    }

    /** Command R's body has no place for a demand that a tool be used; where there is one, it says the same. */
    private static Prompt withDemand(Prompt stated, ToolConfig config) {
        boolean demands = switch (config.choice()) {
            case ToolChoice.Any _,ToolChoice.Named _ -> true;
            case ToolChoice.Unsaid _,ToolChoice.Auto _ -> false;
        };
        return demands && stated instanceof Prompt.Chat(List<Message> messages, Tools tools) && !tools.isEmpty()
                ? new Prompt.Chat(messages, new Tools(tools.offered(), NeutralChat.choice(config)))
                : stated;
    }

    /**
     * Refuses additional fields that bring something for the model to read, such as turns of a history: a guardrail assesses
     * what Converse's own fields say.
     *
     * @param request the one that this invocation was made of
     * @throws ValidationException when the model would read something else without the additional fields
     */
    public void requireAssessable(ConverseRequest request, Family family, InvocationContext context) {
        if (request.additionalFields() == null) {
            return;
        }
        ConverseInvocation plain = of(request.withoutAdditionalFields(), model, family, context);
        if (!Readings.same(generation.prompt(), plain.generation().prompt())) {
            throw new ValidationException(
                    "The additionalModelRequestFields bring content for the model to read, which the"
                            + " guardrail of the request could not assess. Move it to the request's own fields and try again.");
        }
    }

    /** The answer as the family writes it; a call that went wrong is told by Converse's stop reason alone. */
    public byte[] nativeBody(Answer answer, GenerationResult result) {
        return body.body(ToolInput.withoutBroken(answer), result);
    }

    /** What the family says of a prompt that is too long. */
    public ServiceException promptTooLong(PromptTooLongException cause) {
        ServiceException stated = body.promptTooLong(cause);
        return stated instanceof ValidationException ? refusal(stated.message()) : stated;
    }
}
