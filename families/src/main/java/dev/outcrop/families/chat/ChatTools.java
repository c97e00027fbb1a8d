package dev.outcrop.families.chat;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.tool.ToolNames;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/** The members {@code tools} and {@code tool_choice} in OpenAI's shape; Mistral's word for "required" is "any". */
final class ChatTools {
    private static final int LONGEST_NAME = 64;
    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

    static final Schema TOOLS = listOf(object()
            .optional("type", oneOf("function"))
            .required("function",
                    object()
                            .required("name", text())
                            .optional("description", text())
                            .optional("parameters", object().open())
                            .open())
            .open());

    static final Schema CHOICE = new Schema.Either(
            oneOf("none", "auto", "required", "any"),
            object()
                    .optional("type", oneOf("function"))
                    .required("function", object().required("name", text()).open())
                    .open());

    private ChatTools() {}

    static Tools read(JsonNode body) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode entry : body.path("tools")) {
            tools.add(tool(entry.path("function")));
        }
        ToolNames.repeated(tools).ifPresent(name -> {
            throw new ValidationException("Invalid 'tools': the function name '" + name + "' is used more than once.");
        });
        JsonNode choice = body.path("tool_choice");
        String word = choice.asString("auto");
        boolean forces = choice.isObject() || word.equals("required") || word.equals("any");
        if (tools.isEmpty()) {
            if (forces) {
                throw new ValidationException(
                        "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools'"
                                + " are specified.");
            }
            return Tools.NONE;
        }
        if (choice.isObject()) {
            return new Tools(tools, named(choice.path("function").path("name").stringValue(), tools));
        }
        return new Tools(tools, switch (word) {
            case "none" -> new Tools.Choice.None();
            case "required", "any" -> new Tools.Choice.Any();
            default -> new Tools.Choice.Auto();
        });
    }

    private static Tool tool(JsonNode function) {
        String name = function.path("name").stringValue();
        if (!ToolNames.isValid(name, LONGEST_NAME)) {
            throw new ValidationException("Invalid 'tools': the function name '" + shown(name)
                    + "' does not match the pattern '^[a-zA-Z0-9_-]{1," + LONGEST_NAME + "}$'.");
        }
        JsonNode parameters = function.path("parameters");
        String type = parameters.path("type").isString() ? parameters.path("type").stringValue() : "None";
        if (parameters.has("type") && !type.equals("object")) {
            throw new ValidationException("Invalid schema for function '" + name
                    + "': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" + shown(type) + "\"'.");
        }
        return new Tool(
                name,
                function.path("description").asString(""),
                parameters.isObject() ? parameters.toString() : NO_ARGUMENTS);
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
    }

    private static Tools.Choice named(String name, List<Tool> tools) {
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new ValidationException("Tool choice '" + shown(name) + "' not found in 'tools' parameter.");
        }
        return new Tools.Choice.Named(name);
    }
}
