package dev.outcrop.families.cohere;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.tool.ToolNames;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Command R's tools: parameters with Python's type names in the place of a JSON Schema, and results that repeat their
 * call in the place of an id.
 */
final class CommandRTools {
    private static final int LONGEST_NAME = 64;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final Schema TOOLS = listOf(object()
            .required("name", text())
            .required("description", text())
            .optional("parameter_definitions", object().open())
            .closed());

    static final Schema PARAMETER = object()
            .required("type", text())
            .optional("description", text())
            .optional("required", new Schema.Bool())
            .closed();

    static final Schema CALLS = listOf(
            object().required("name", text()).required("parameters", object().open()).open());

    static final Schema RESULTS = listOf(object()
            .required("call", object().required("name", text()).required("parameters", object().open()).open())
            .required("outputs", listOf(object().open()))
            .closed());

    private CommandRTools() {}

    static Tools read(JsonNode given) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : given) {
            String name = tool.path("name").stringValue();
            if (!ToolNames.isValid(name, LONGEST_NAME)) {
                throw new ValidationException(
                        "invalid request: tool names can only contain certain characters (A-Za-z0-9_)"
                                + " and can't begin with a digit");
            }
            tools.add(new Tool(
                    name, tool.path("description").stringValue(), schema(tool.path("parameter_definitions"))));
        }
        ToolNames.repeated(tools).ifPresent(name -> {
            throw new ValidationException("invalid request: tool names must be unique, " + name + " is not");
        });
        return tools.isEmpty() ? Tools.NONE : new Tools(tools, new Tools.Choice.Auto());
    }

    private static String schema(JsonNode parameters) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        parameters.properties().forEach(entry -> {
            JsonNode parameter = entry.getValue();
            ObjectNode property = properties.putObject(entry.getKey());
            addType(property, parameter.path("type").asString("").toLowerCase(Locale.ROOT).strip(), 0);
            if (parameter.hasNonNull("description")) {
                property.put("description", parameter.path("description").asString(""));
            }
            if (parameter.path("required").asBoolean(false)) {
                required.add(entry.getKey());
            }
        });
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        return schema.toString();
    }

    /** What is no type of Python's may be anything. */
    private static void addType(ObjectNode property, String type, int depth) {
        int open = type.indexOf('[');
        switch (open < 0 ? type : type.substring(0, open)) {
            case "str", "string" -> property.put("type", "string");
            case "int", "integer" -> property.put("type", "integer");
            case "float", "number" -> property.put("type", "number");
            case "bool", "boolean" -> property.put("type", "boolean");
            case "dict", "object" -> property.put("type", "object");
            case "list", "array" -> {
                property.put("type", "array");
                if (open > 0 && type.endsWith("]") && depth < 8) {
                    addType(property.putObject("items"), type.substring(open + 1, type.length() - 1).strip(),
                            depth + 1);
                }
            }
            default -> {}
        }
    }

    /** The calls of an assistant's turn; the ids are those of {@link #results} of the same turn. */
    static List<ToolCall> calls(JsonNode calls, int turn) {
        List<ToolCall> read = new ArrayList<>();
        for (JsonNode call : calls) {
            read.add(new ToolCall(
                    id(turn, read.size()), call.path("name").stringValue(), call.path("parameters").toString()));
        }
        return read;
    }

    /** The results of the calls of a turn, in its order. */
    static List<Part.ToolResult> results(JsonNode results, int turn) {
        List<Part.ToolResult> read = new ArrayList<>();
        for (JsonNode result : results) {
            read.add(new Part.ToolResult(
                    id(turn, read.size()),
                    result.path("call").path("name").stringValue(),
                    result.path("outputs").toString(),
                    false));
        }
        return read;
    }

    private static String id(int turn, int index) {
        return "call_" + turn + "_" + index;
    }
}
