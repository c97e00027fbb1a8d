package dev.outcrop.families.nova;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Conversation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.image.Images;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/** Reads {@code system} and {@code messages} of one body. Not thread-safe. */
final class NovaMessages {
    private static final int MOST_IMAGES = 20;
    private static final String CACHE_POINT = "cachePoint";
    private static final Schema OPEN = object().open();
    private static final Schema IMAGE = object()
            .required("format", oneOf("jpeg", "png", "gif", "webp"))
            .required("source", object().optional("bytes", text()).optional("s3Location", OPEN).closed())
            .closed();

    private static final Schema.Fields BLOCK_FIELDS = object()
            .optional("text", text())
            .optional("image", IMAGE)
            .optional("video", OPEN)
            .optional("document", OPEN)
            .optional("audio", OPEN)
            .optional("toolUse",
                    object()
                            .required("toolUseId", text())
                            .required("name", text())
                            .required("input", OPEN)
                            .closed())
            .optional("toolResult",
                    object()
                            .required("toolUseId", text())
                            .required("content",
                                    listOf(new Schema.OneKey(
                                            object()
                                                    .optional("text", text())
                                                    .optional("json", OPEN)
                                                    .optional("image", IMAGE)
                                                    .optional("video", OPEN)
                                                    .optional("document", OPEN)
                                                    .closed(),
                                            CACHE_POINT)))
                            .optional("status", oneOf("success", "error"))
                            .closed())
            .optional("reasoningContent",
                    object()
                            .optional("reasoningText",
                                    object().required("text", text()).optional("signature", text()).closed())
                            .optional("redactedContent", text())
                            .closed())
            .optional(CACHE_POINT, OPEN)
            .closed();

    /** One key per block; in the guide's examples of caching, the cache point stands beside the text. */
    private static final Schema BLOCK = new Schema.OneKey(BLOCK_FIELDS, CACHE_POINT);

    static final Schema MESSAGES = new Schema.Items(
            object()
                    .required("role", oneOf("user", "assistant"))
                    .required("content", listOf(BLOCK))
                    .closed(),
            1,
            Integer.MAX_VALUE);

    static final Schema SYSTEM = listOf(object().optional("text", text()).optional(CACHE_POINT, OPEN).closed());

    /** Content that the service reads and the neutral form has no place for. */
    private static final List<String> MEDIA = List.of("video", "document", "audio");

    private final Conversation conversation = new Conversation();
    private final Images images = new Images(MOST_IMAGES);
    private final boolean hasTools;
    private @Nullable Role before;

    private NovaMessages(boolean hasTools) {
        this.hasTools = hasTools;
    }

    static List<Message> read(JsonNode body, boolean hasTools) {
        NovaMessages messages = new NovaMessages(hasTools);
        List<String> system = new ArrayList<>();
        for (JsonNode block : body.path("system")) {
            if (block.has("text")) {
                system.add(block.path("text").stringValue());
            }
        }
        if (system.stream().anyMatch(text -> !text.isBlank())) {
            messages.conversation.add(Role.SYSTEM, String.join("\n", system));
        }
        JsonNode turns = body.path("messages");
        for (int i = 0; i < turns.size(); i++) {
            messages.add(turns.get(i), "messages." + i);
        }
        return messages.conversation.messages();
    }

    private void add(JsonNode turn, String where) {
        Role role = turn.path("role").asString().equals("user") ? Role.USER : Role.ASSISTANT;
        if (before == null && role == Role.ASSISTANT) {
            throw new ValidationException("A conversation must start with a user message. Try again with a conversation"
                    + " that starts with a user message.");
        }
        if (role == before) {
            throw new ValidationException(
                    "A conversation must alternate between user and assistant roles. Make sure the"
                            + " conversation alternates between user and assistant roles and try again.");
        }
        before = role;
        JsonNode content = turn.path("content");
        if (content.valueStream().allMatch(block -> block.has(CACHE_POINT) && block.size() == 1)) {
            throw new ValidationException("The content field in the Message object at " + where
                    + " is empty. Add a ContentBlock object to the content field and try again.");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            String at = where + ".content." + i;
            // An answer may be blank, and comes back as a part of the next request.
            if (role == Role.USER && content.get(i).has("text")
                    && content.get(i).path("text").stringValue().isBlank()) {
                throw new ValidationException("The text field in the ContentBlock object at " + at
                        + " is blank. Add text to the text field, and try again.");
            }
            parts.addAll(parts(content.get(i), at));
        }
        if (parts.isEmpty()) {
            conversation.add(role, "");
        }
        // Results answer the message before, so they come first whatever else the user says beside them.
        parts.stream().filter(Part.ToolResult.class::isInstance).forEach(part -> conversation.add(Role.TOOL, part));
        parts.stream().filter(part -> !(part instanceof Part.ToolResult)).forEach(part -> conversation.add(role, part));
    }

    private List<Part> parts(JsonNode block, String where) {
        refuseMedia(block);
        List<Part> parts = new ArrayList<>();
        // Redacted thoughts can be read by the model alone that had them.
        JsonNode thoughts = block.path("reasoningContent").path("reasoningText").path("text");
        if (thoughts.isString()) {
            parts.add(new Part.Reasoning(thoughts.stringValue()));
        }
        if (block.has("text")) {
            parts.add(new Part.Text(block.path("text").stringValue()));
        }
        if (block.has("image")) {
            parts.add(image(block.path("image"), where));
        }
        if (!hasTools && (block.has("toolUse") || block.has("toolResult"))) {
            throw new ValidationException(
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        }
        if (block.has("toolUse")) {
            JsonNode call = block.path("toolUse");
            parts.add(new ToolCall(
                    call.path("toolUseId").stringValue(),
                    call.path("name").stringValue(),
                    call.path("input").toString()));
        }
        if (block.has("toolResult")) {
            addResult(block.path("toolResult"), where, parts);
        }
        return parts;
    }

    /** The result, and behind it the pictures in it, which the neutral form has no place for within. */
    private void addResult(JsonNode result, String where, List<Part> parts) {
        List<String> texts = new ArrayList<>();
        List<Part> pictures = new ArrayList<>();
        for (JsonNode item : result.path("content")) {
            refuseMedia(item);
            if (item.has("text")) {
                texts.add(item.path("text").stringValue());
            }
            if (item.has("json")) {
                texts.add(item.path("json").toString());
            }
            if (item.has("image")) {
                pictures.add(image(item.path("image"), where));
            }
        }
        parts.add(new Part.ToolResult(
                result.path("toolUseId").stringValue(),
                "",
                String.join("\n", texts),
                result.path("status").asString("success").equals("error")));
        parts.addAll(pictures);
    }

    private Part.Image image(JsonNode image, String where) {
        if (!image.path("source").path("bytes").isString()) {
            throw Unsupported.content("image from S3");
        }
        return images.read(
                where + ".image",
                "image/" + image.path("format").stringValue(),
                image.path("source").path("bytes").stringValue());
    }

    private static void refuseMedia(JsonNode block) {
        MEDIA.stream().filter(block::has).findFirst().ifPresent(kind -> {
            throw Unsupported.content(kind);
        });
    }
}
