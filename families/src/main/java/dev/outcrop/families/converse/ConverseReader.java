package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.outcrop.families.converse.ConverseRequest.Inference;
import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.converse.ConverseRequest.ToolSpec;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes a {@link ConverseRequest} of input that the API model has bound and validated. */
public final class ConverseReader {

    private ConverseReader() {}

    /**
     * Reads the members that Converse, ConverseStream and the {@code converse} part of CountTokens share.
     *
     * @param input by member name, as bound
     * @throws ValidationException when something that the service takes has no counterpart here, such as content in S3
     */
    public static ConverseRequest read(Map<?, ?> input) {
        Object additional = input.get("additionalModelRequestFields");
        if (additional != null && !(additional instanceof Map)) {
            throw invalidObject("additionalModelRequestFields");
        }
        return new ConverseRequest(
                messages(list(input.get("messages"))),
                system(list(input.get("system"))),
                inference(map(input.get("inferenceConfig"))),
                input.get("toolConfig") instanceof Map<?, ?> tools ? tools(tools) : null,
                additional == null ? null : (ObjectNode) ApiDocument.tree(additional),
                schema(map(input.get("outputConfig"))));
    }

    private static List<Turn> messages(List<?> messages) {
        List<Turn> turns = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Map<?, ?> message = map(messages.get(i));
            String path = "messages." + i + ".content.";
            List<?> content = list(message.get("content"));
            List<Block> blocks = new ArrayList<>(content.size());
            for (int j = 0; j < content.size(); j++) {
                blocks.add(block(map(content.get(j)), path + j));
            }
            turns.add(new Turn("user".equals(message.get("role")) ? Role.USER : Role.ASSISTANT, blocks));
        }
        return turns;
    }

    private static List<Block> system(List<?> system) {
        List<Block> blocks = new ArrayList<>(system.size());
        for (int i = 0; i < system.size(); i++) {
            blocks.add(block(map(system.get(i)), "system." + i));
        }
        return blocks;
    }

    /** @param path where the block stands, for messages */
    private static Block block(Map<?, ?> union, String path) {
        Map.Entry<?, ?> member = union.entrySet().iterator().next();
        String name = String.valueOf(member.getKey());
        Object value = member.getValue();
        return switch (name) {
            case "text" -> new Block.Text((String) value);
            case "guardContent" -> guardContent(map(value));
            case "image" -> image(map(value));
            case "document" -> document(map(value));
            case "toolUse" -> toolUse(map(value), path);
            case "toolResult" -> toolResult(map(value), path);
            case "json" -> new Block.Json(ApiDocument.tree(value));
            case "reasoningContent" -> reasoning(map(value));
            case "cachePoint" -> new Block.CachePoint();
            case "citationsContent" -> new Block.Text(texts(list(map(value).get("content"))));
            default -> new Block.Unreadable(name);
        };
    }

    private static Block guardContent(Map<?, ?> guard) {
        if (!(guard.get("text") instanceof Map<?, ?> text)) {
            return new Block.Unreadable("guardContent.image");
        }
        return new Block.Text(
                required(text, "text"),
                list(text.get("qualifiers")).stream().map(String::valueOf).toList());
    }

    private static Block image(Map<?, ?> image) {
        return new Block.Image(required(image, "format"), bytes(map(image.get("source")), "image"));
    }

    private static Block document(Map<?, ?> document) {
        String name = required(document, "name");
        String format = (String) document.get("format");
        String context = (String) document.get("context");
        Map<?, ?> source = map(document.get("source"));
        if (source.get("text") instanceof String text) {
            return new Block.Document(name, format, null, text, context);
        }
        if (source.get("content") instanceof List<?> content) {
            return new Block.Document(name, format, null, texts(content), context);
        }
        byte[] bytes = bytes(source, "document");
        return new Block.Document(name, format == null ? "txt" : format, bytes, null, context);
    }

    private static byte[] bytes(Map<?, ?> source, String kind) {
        if (source.get("bytes") instanceof byte[] bytes) {
            return bytes;
        }
        throw new ValidationException(
                "The source of the " + kind + " is in Amazon S3, which this version of Outcrop does"
                        + " not read. Try again with bytes.");
    }

    private static Block toolUse(Map<?, ?> use, String path) {
        if (!(use.get("input") instanceof Map)) {
            throw invalidObject(path + ".toolUse.input");
        }
        return new Block.ToolUse(
                required(use, "toolUseId"), required(use, "name"), ApiDocument.tree(use.get("input")));
    }

    private static Block toolResult(Map<?, ?> result, String path) {
        List<?> content = list(result.get("content"));
        boolean failed = "error".equals(result.get("status"));
        if (failed && content.isEmpty()) {
            throw new ValidationException("The content field at " + path
                    + ".toolResult cannot be empty when status value is error.");
        }
        List<Block> blocks = new ArrayList<>(content.size());
        for (int i = 0; i < content.size(); i++) {
            Map<?, ?> union = map(content.get(i));
            String at = path + ".toolResult.content." + i;
            if (union.containsKey("json") && !(union.get("json") instanceof Map)) {
                throw invalidObject(at + ".json");
            }
            blocks.add(block(union, at));
        }
        return new Block.ToolResult(required(result, "toolUseId"), blocks, failed);
    }

    private static Block reasoning(Map<?, ?> reasoning) {
        if (reasoning.get("redactedContent") instanceof byte[] redacted) {
            return new Block.RedactedReasoning(Base64.getEncoder().encodeToString(redacted));
        }
        Map<?, ?> text = map(reasoning.get("reasoningText"));
        return new Block.Reasoning(required(text, "text"), (String) text.get("signature"));
    }

    private static Inference inference(Map<?, ?> config) {
        return new Inference(
                (Integer) config.get("maxTokens"),
                (Float) config.get("temperature"),
                (Float) config.get("topP"),
                list(config.get("stopSequences")).stream().map(String::valueOf).toList());
    }

    /** Cache points among tools say nothing here; tools that the service itself would run are not there. */
    private static ToolConfig tools(Map<?, ?> config) {
        List<ToolSpec> tools = new ArrayList<>();
        for (Object item : list(config.get("tools"))) {
            Map<?, ?> union = map(item);
            if (union.containsKey("systemTool")) {
                throw new ValidationException("This model doesn't support the toolConfig.tools.systemTool field. Remove"
                        + " toolConfig.tools.systemTool and try again.");
            }
            if (union.get("toolSpec") instanceof Map<?, ?> spec) {
                Object schema = map(spec.get("inputSchema")).get("json");
                if (!(schema instanceof Map)) {
                    throw invalidObject("toolConfig.tools." + tools.size() + ".toolSpec.inputSchema.json");
                }
                tools.add(new ToolSpec(
                        required(spec, "name"), (String) spec.get("description"), ApiDocument.tree(schema)));
            }
        }
        return new ToolConfig(tools, choice(map(config.get("toolChoice"))));
    }

    private static ToolChoice choice(Map<?, ?> choice) {
        if (choice.get("tool") instanceof Map<?, ?> tool) {
            return new ToolChoice.Named(required(tool, "name"));
        }
        if (choice.containsKey("any")) {
            return new ToolChoice.Any();
        }
        return choice.containsKey("auto") ? new ToolChoice.Auto() : new ToolChoice.Unsaid();
    }

    private static @Nullable String schema(Map<?, ?> outputConfig) {
        Map<?, ?> structure = map(map(outputConfig.get("textFormat")).get("structure"));
        return (String) map(structure.get("jsonSchema")).get("schema");
    }

    private static ValidationException invalidObject(String path) {
        return new ValidationException("The format of the value at " + path
                + " is invalid. Provide a json object for the field and try again.");
    }

    private static String texts(List<?> unions) {
        return unions.stream().map(union -> String.valueOf(map(union).get("text"))).collect(Collectors.joining("\n"));
    }

    /** A string that the API model requires and has found. */
    private static String required(Map<?, ?> structure, String member) {
        return Objects.requireNonNull((String) structure.get(member), member);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
