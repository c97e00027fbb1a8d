package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.outcrop.families.converse.ConverseModel.Stops;
import dev.outcrop.families.converse.ConverseModel.ToolUse;
import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import dev.outcrop.wire.error.ValidationException;

/**
 * Converse's own rules, checked before any family sees the conversation.
 *
 * <p>The texts are the service's, as users quote them in public issues; those on the sizes of files and pictures are not
 * recorded and our own.
 */
public final class ConverseChecks {
    private static final String STARTS_WITH_USER = "A conversation must start with a user message. Try again with a"
            + " conversation that starts with a user message.";
    private static final String ALTERNATES = "A conversation must alternate between user and assistant roles. Make sure the"
            + " conversation alternates between user and assistant roles and try again.";
    private static final String NO_TOOL_CONFIG = "The toolConfig field must be defined when using toolUse and toolResult"
            + " content blocks.";

    private final ConverseModel model;
    private final Attachments attachments;
    private final boolean streaming;

    private ConverseChecks(ConverseModel model, boolean readsImages, boolean streaming) {
        this.model = model;
        this.attachments = new Attachments(readsImages, model.documents());
        this.streaming = streaming;
    }

    /**
     * Checks a request.
     *
     * @param readsImages whether the model that was asked for sees images
     * @throws ValidationException with the service's text for the first rule that is broken
     */
    public static void check(ConverseRequest request, ConverseModel model, boolean readsImages, boolean streaming) {
        new ConverseChecks(model, readsImages, streaming).check(request);
    }

    private void check(ConverseRequest request) {
        roles(request.messages());
        if (!model.history() && request.messages().size() > 1) {
            throw new ValidationException(
                    "This model doesn't support conversation history. Try again with input that only"
                            + " contains one user message.");
        }
        if (!model.system() && request.system().stream().anyMatch(Block.Text.class::isInstance)) {
            throw new ValidationException(
                    "This model doesn't support system messages. Try again without a system message"
                            + " or use a model that supports system messages.");
        }
        request.system().forEach(attachments::readable);
        inference(request);
        tools(request);
        for (int i = 0; i < request.messages().size(); i++) {
            content(request.messages().get(i), i);
        }
        toolResults(request.messages());
    }

    private static void roles(List<Turn> messages) {
        if (messages.isEmpty() || messages.getFirst().role() != Role.USER) {
            throw new ValidationException(STARTS_WITH_USER);
        }
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).role() == messages.get(i - 1).role()) {
                throw new ValidationException(ALTERNATES);
            }
        }
    }

    private void inference(ConverseRequest request) {
        Integer maxTokens = request.inference().maxTokens();
        if (maxTokens != null && maxTokens > model.mostTokens()) {
            throw new ValidationException("The maximum tokens you requested exceeds the model limit of "
                    + model.mostTokens() + ". Try again with a maximum tokens value that is lower than "
                    + model.mostTokens() + ".");
        }
        if (model.stops() == Stops.REFUSED && !request.inference().stopSequences().isEmpty()) {
            throw new ValidationException(
                    "This model doesn't support the stopSequences field. Remove stopSequences and try again.");
        }
    }

    private void tools(ConverseRequest request) {
        boolean used = request.messages()
                .stream()
                .flatMap(turn -> turn.content().stream())
                .anyMatch(block -> block instanceof Block.ToolUse || block instanceof Block.ToolResult);
        if ((used || request.tools() != null) && model.tools() == ToolUse.NO) {
            throw new ValidationException("This model doesn't support tool use.");
        }
        if ((used || request.tools() != null) && model.tools() == ToolUse.WHOLE_BY_TEMPLATE && streaming) {
            throw new ValidationException("This model doesn't support tool use in streaming mode.");
        }
        if (used && request.tools() == null) {
            throw new ValidationException(NO_TOOL_CONFIG);
        }
    }

    private void content(Turn turn, int index) {
        if (turn.content().stream().allMatch(Block.CachePoint.class::isInstance)) {
            throw new ValidationException("The content field in the Message object at messages." + index
                    + " is empty. Add a ContentBlock object to the content field and try again.");
        }
        for (int j = 0; j < turn.content().size(); j++) {
            Block block = turn.content().get(j);
            // An answer may be blank, and comes back as a part of the next request.
            if (turn.role() == Role.USER && block instanceof Block.Text text && text.text().isBlank()) {
                throw new ValidationException(
                        "The text field in the ContentBlock object at messages." + index + ".content."
                                + j + " is blank. Add text to the text field, and try again.");
            }
            place(turn.role(), block);
            attachments.check(block, "messages." + index + ".content." + j);
        }
    }

    private static void place(Role role, Block block) {
        String field = switch (block) {
            case Block.ToolUse _ -> role == Role.USER ? "toolUse" : "";
            case Block.Reasoning _,Block.RedactedReasoning _ -> role == Role.USER ? "reasoningContent" : "";
            case Block.ToolResult _ -> role == Role.ASSISTANT ? "toolResult" : "";
            case Block.Image _ -> role == Role.ASSISTANT ? "image" : "";
            case Block.Document _ -> role == Role.ASSISTANT ? "document" : "";
            case Block.Text _,Block.Json _,Block.CachePoint _,Block.Unreadable _ -> "";
        };
        if (!field.isEmpty()) {
            throw new ValidationException("This model doesn't support the " + field + " field for "
                    + (role == Role.USER ? "user" : "assistant") + " messages. Remove " + field + " and try again.");
        }
    }

    /** What the assistant asked for is answered in the next message, and nothing else is. */
    private static void toolResults(List<Turn> messages) {
        List<String> asked = List.of();
        for (int i = 0; i < messages.size(); i++) {
            List<String> uses = new ArrayList<>();
            Set<String> results = new HashSet<>();
            int count = 0;
            for (Block block : messages.get(i).content()) {
                if (block instanceof Block.ToolUse use) {
                    uses.add(use.id());
                } else if (block instanceof Block.ToolResult result) {
                    results.add(result.id());
                    count++;
                }
            }
            if (count > asked.size()) {
                throw new ValidationException("The number of toolResult blocks at messages." + i
                        + ".content exceeds the number of toolUse blocks of previous turn.");
            }
            List<String> missing = asked.stream().filter(id -> !results.contains(id)).toList();
            if (!missing.isEmpty()) {
                throw new ValidationException("Expected toolResult blocks at messages." + i
                        + ".content for the following Ids: " + String.join(", ", missing));
            }
            asked = uses;
        }
    }
}
