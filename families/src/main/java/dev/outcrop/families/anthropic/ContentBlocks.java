package dev.outcrop.families.anthropic;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Unsupported;
import dev.outcrop.families.image.Images;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

/** Reads the content blocks of one request's messages. Not thread-safe. */
final class ContentBlocks {
    private static final int MOST_IMAGES = 20;

    private final Images images = new Images(MOST_IMAGES);

    /** One block; what has no meaning for another model than the one that made it becomes no part at all. */
    List<Part> read(JsonNode block, String where) {
        String type = block.path("type").asString();
        return switch (type) {
            case "text" -> List.of(new Part.Text(text(block)));
            case "image" -> List.of(image(block.path("source"), where));
            case "document" -> List.of(document(block));
            case "tool_use" -> List.of(toolUse(block, where + ".tool_use"));
            case "tool_result" -> toolResult(block, where + ".tool_result");
            case "thinking" -> List.of(new Part.Reasoning(block.path("thinking").asString("")));
            case "redacted_thinking" -> List.of();
            default -> throw Unsupported.content(type);
        };
    }

    private static String text(JsonNode block) {
        String text = block.path("text").asString("");
        if (text.isEmpty()) {
            throw new ValidationException("messages: text content blocks must be non-empty");
        }
        if (text.isBlank()) {
            throw new ValidationException("messages: text content blocks must contain non-whitespace text");
        }
        return text;
    }

    private Part.Image image(JsonNode source, String where) {
        String type = required(source, "type", where + ".image.source");
        if (!type.equals("base64")) {
            throw Unsupported.content("image from a " + type);
        }
        String at = where + ".image.source.base64";
        return images.read(at, required(source, "media_type", at), required(source, "data", at));
    }

    /** Plain text is read; a PDF would need a reader that sits outside the families. */
    private static Part.Text document(JsonNode block) {
        JsonNode source = block.path("source");
        if (!source.path("type").asString("").equals("text")) {
            throw Unsupported.content("document other than text/plain");
        }
        List<String> lines = new ArrayList<>();
        for (String key : List.of("title", "context")) {
            String line = block.path(key).asString("");
            if (!line.isBlank()) {
                lines.add(line);
            }
        }
        lines.add(source.path("data").asString(""));
        return new Part.Text(String.join("\n", lines));
    }

    private static ToolCall toolUse(JsonNode block, String where) {
        String id = required(block, "id", where);
        if (!id.matches("[a-zA-Z0-9_-]+")) {
            throw new ValidationException(where + ".id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        }
        String name = required(block, "name", where);
        if (!block.path("input").isObject()) {
            throw new ValidationException(
                    where + ".input: "
                            + (block.has("input") ? "Input should be a valid dictionary" : "Field required"));
        }
        return new ToolCall(id, name, block.path("input").toString());
    }

    /** The result, and behind it the pictures in it, which the neutral form has no place for within. */
    private List<Part> toolResult(JsonNode block, String where) {
        String id = required(block, "tool_use_id", where);
        JsonNode content = block.path("content");
        List<Part> parts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        if (content.isString()) {
            texts.add(content.stringValue());
        } else {
            for (int i = 0; i < content.size(); i++) {
                JsonNode item = content.get(i);
                if (item == null) {
                    continue;
                }
                String type = item.path("type").asString("");
                switch (type) {
                    case "text" -> texts.add(item.path("text").asString(""));
                    case "image" -> parts.add(image(item.path("source"), where + ".content." + i));
                    default -> throw Unsupported.content(type);
                }
            }
        }
        parts.addFirst(new Part.ToolResult(
                id, "", String.join("\n", texts), block.path("is_error").asBoolean(false)));
        return parts;
    }

    private static String required(JsonNode block, String key, String where) {
        JsonNode value = block.path(key);
        if (value.isMissingNode()) {
            throw new ValidationException(where + "." + key + ": Field required");
        }
        if (!value.isString()) {
            throw new ValidationException(where + "." + key + ": Input should be a valid string");
        }
        return value.stringValue();
    }
}
