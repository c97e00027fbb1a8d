package dev.outcrop.families.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.outcrop.families.Conversation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.image.Images;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/** Reads the member {@code messages} of one chat body. Not thread-safe. */
final class ChatMessages {

    /** A list of at least one message; content is checked by {@link #read}. */
    static final Schema SCHEMA = new Schema.Items(
            object().required("role", oneOf("system", "developer", "user", "assistant", "tool")).open(),
            1,
            Integer.MAX_VALUE);

    private static final Schema PARTS = listOf(object().optional("type", text()).optional("text", text()).open());

    private static final Schema CALLS = listOf(object()
            .required("id", text())
            .required("function", object().required("name", text()).required("arguments", text()).open())
            .open());

    private final Conversation conversation = new Conversation();
    private final Map<String, String> calls = new HashMap<>();
    private final Images images;
    private final boolean tagged;

    private ChatMessages(int mostImages, boolean tagged) {
        this.images = new Images(mostImages);
        this.tagged = tagged;
    }

    /**
     * The conversation of a body that {@link #SCHEMA} admits.
     *
     * @param mostImages how many pictures it may have
     * @param tagged whether an assistant's text may begin with thoughts in tags
     * @throws ValidationException when a message has no content, or content that cannot be read
     */
    static List<Message> read(JsonNode messages, int mostImages, boolean tagged) {
        ChatMessages reader = new ChatMessages(mostImages, tagged);
        for (int i = 0; i < messages.size(); i++) {
            reader.add(messages.get(i), i);
        }
        List<Message> read = reader.conversation.messages();
        if (read.stream().noneMatch(message -> message.role() == Role.USER)) {
            throw new ValidationException("messages: at least one message must use the \"user\" role");
        }
        return read;
    }

    private void add(JsonNode message, int index) {
        switch (message.path("role").asString()) {
            case "system", "developer" -> addContent(Role.SYSTEM, message.path("content"), index);
            case "user" -> addContent(Role.USER, message.path("content"), index);
            case "assistant" -> addAnswer(message, index);
            default -> addResult(message, index);
        }
    }

    private void addAnswer(JsonNode message, int index) {
        String thoughts = message.path("reasoning_content").asString("");
        if (!thoughts.isEmpty()) {
            conversation.add(Role.ASSISTANT, new Part.Reasoning(thoughts));
        }
        JsonNode given = message.path("tool_calls");
        JsonNode content = message.path("content");
        if (given.isEmpty() || !(content.isNull() || content.isMissingNode() || content.asString("x").isEmpty())) {
            addContent(Role.ASSISTANT, content, index);
        }
        if (!given.isEmpty()) {
            String where = "#/messages/" + index + "/tool_calls";
            check(CALLS, where, given);
            for (int i = 0; i < given.size(); i++) {
                addCall(given.get(i), "messages." + index + ".tool_calls." + i);
            }
        }
    }

    private void addCall(JsonNode call, String where) {
        String id = call.path("id").stringValue();
        JsonNode function = call.path("function");
        String written = function.path("arguments").stringValue();
        String arguments = written.isBlank() ? "{}" : written;
        String name = function.path("name").stringValue();
        if (!ToolInput.isObject(arguments)) {
            throw new ValidationException(where + ".function.arguments: Input should be a JSON object as a string");
        }
        calls.put(id, name);
        conversation.add(Role.ASSISTANT, new ToolCall(id, name, arguments));
    }

    private void addResult(JsonNode message, int index) {
        String id = message.path("tool_call_id").asString("");
        String name = calls.get(id);
        if (name == null) {
            throw new ValidationException("messages." + index + ": messages with role 'tool' must be a response to a"
                    + " preceding message with 'tool_calls'.");
        }
        Conversation result = new Conversation();
        read(message.path("content"), index, part -> result.add(Role.TOOL, part));
        StringBuilder text = new StringBuilder();
        result.messages().forEach(part -> text.append(part.text()));
        conversation.add(Role.TOOL, new Part.ToolResult(id, name, text.toString(), false));
    }

    private void addContent(Role role, JsonNode content, int index) {
        read(content, index, part -> {
            if (tagged && role == Role.ASSISTANT && part instanceof Part.Text(String text)) {
                addTagged(text);
            } else {
                conversation.add(role, part);
            }
        });
    }

    private void addTagged(String text) {
        int end = text.indexOf(Thoughts.CLOSE);
        if (text.startsWith(Thoughts.OPEN) && end >= 0) {
            conversation.add(Role.ASSISTANT, new Part.Reasoning(text.substring(Thoughts.OPEN.length(), end)));
            conversation.add(Role.ASSISTANT, text.substring(end + Thoughts.CLOSE.length()));
        } else {
            conversation.add(Role.ASSISTANT, text);
        }
    }

    /** A string, {@code {"text": ...}} as Writer takes it, or a list of parts. */
    private void read(JsonNode content, int index, Consumer<Part> parts) {
        if (content.isString()) {
            parts.accept(new Part.Text(content.stringValue()));
            return;
        }
        if (content.isObject() && content.path("text").isString()) {
            parts.accept(new Part.Text(content.path("text").stringValue()));
            return;
        }
        if (!content.isArray()) {
            throw new ValidationException("messages." + index + ".content: Input should be a valid string");
        }
        check(PARTS, "#/messages/" + index + "/content", content);
        if (content.isEmpty()) {
            parts.accept(new Part.Text(""));
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            String type = part.path("type").asString("text");
            switch (type) {
                case "text" -> parts.accept(new Part.Text(part.path("text").asString("")));
                case "image_url" ->
                    parts.accept(image(part.path("image_url"), "messages." + index + ".content." + i + ".image_url"));
                default -> throw Unsupported.content(type);
            }
        }
    }

    private Part.Image image(JsonNode url, String where) {
        JsonNode given = url.isObject() ? url.path("url") : url;
        if (!given.isString()) {
            throw new ValidationException(where + ".url: Field required");
        }
        return images.readDataUri(where, given.stringValue());
    }

    private static void check(Schema schema, String pointer, JsonNode value) {
        Violations violations = new Violations();
        schema.check(pointer, value, violations);
        violations.throwIfAny();
    }
}
