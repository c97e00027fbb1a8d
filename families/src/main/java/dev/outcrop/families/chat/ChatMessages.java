package dev.outcrop.families.chat;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Conversation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Message;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/** Reads the member {@code messages} of a chat body. */
public final class ChatMessages {

    /** A list of at least one message; content is checked by {@link #read}. */
    public static final Schema SCHEMA = new Schema.Items(
            object().required("role", oneOf("system", "developer", "user", "assistant", "tool")).open(),
            1,
            Integer.MAX_VALUE);

    private static final Schema PARTS = listOf(object().optional("type", text()).optional("text", text()).open());

    private ChatMessages() {}

    /**
     * The conversation of a body that {@link #SCHEMA} admits.
     *
     * @throws ValidationException when a message has no text, or content that is not text
     */
    public static List<Message> read(JsonNode messages) {
        Conversation conversation = new Conversation();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            Unsupported.tools(!message.path("tool_calls").isEmpty());
            conversation.add(role(message.path("role").asString()), content(message.path("content"), i));
        }
        List<Message> read = conversation.messages();
        if (read.stream().noneMatch(message -> message.role() == Message.Role.USER)) {
            throw new ValidationException("messages: at least one message must use the \"user\" role");
        }
        return read;
    }

    private static Message.Role role(String name) {
        return switch (name) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            default -> throw Unsupported.content("tool");
        };
    }

    /** A string, {@code {"text": ...}} as Writer takes it, or a list of parts. */
    private static String content(JsonNode content, int index) {
        if (content.isString()) {
            return content.stringValue();
        }
        if (content.isObject() && content.path("text").isString()) {
            return content.path("text").stringValue();
        }
        if (!content.isArray()) {
            throw new ValidationException("messages." + index + ".content: Input should be a valid string");
        }
        Violations violations = new Violations();
        PARTS.check("#/messages/" + index + "/content", content, violations);
        violations.throwIfAny();
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            String type = part.path("type").asString("text");
            switch (type) {
                case "text" -> texts.add(part.path("text").asString(""));
                case "image_url", "image" -> Unsupported.images(true);
                default -> throw Unsupported.content(type);
            }
        }
        return String.join("\n", texts);
    }
}
