package dev.outcrop.families.anthropic;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.tool.ToolNames;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integerFrom;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * The members {@code tools} and {@code tool_choice} of a Messages body.
 *
 * <p>Tools that Anthropic defines (computer, shell, editor) carry no schema; the model is given the one of Anthropic's
 * documentation.
 */
final class ClaudeTools {
    private static final int LONGEST_NAME = 64;

    private static final Schema CUSTOM = object()
            .required("name", text())
            .required("input_schema", object().open())
            .optional("type", oneOf("custom"))
            .optional("description", text())
            .optional("input_examples", listOf(object().open()))
            .optional("defer_loading", new Schema.Bool())
            .optional("cache_control", object().open())
            .closed();

    /** The branches of the service's choice: whatever fits none of them is told what is wrong with each. */
    static final Schema TOOLS = listOf(new Schema.Either(
            CUSTOM,
            new Schema.Either(
                    builtIn("computer", "computer_20241022", "computer_20250124")
                            .required("display_width_px", integerFrom(1))
                            .required("display_height_px", integerFrom(1))
                            .optional("display_number", integerFrom(0))
                            .closed(),
                    new Schema.Either(
                            builtIn("bash", "bash_20241022", "bash_20250124").closed(),
                            builtIn("str_replace_editor", "text_editor_20241022", "text_editor_20250124").closed()))));

    static final Schema CHOICE = object()
            .required("type", oneOf("auto", "any", "tool", "none"))
            .optional("name", text())
            .optional("disable_parallel_tool_use", new Schema.Bool())
            .closed();

    private ClaudeTools() {}

    private static Schema.FieldsBuilder builtIn(String name, String... types) {
        return object()
                .required("type", oneOf(types))
                .required("name", oneOf(name))
                .optional("cache_control", object().open());
    }

    static Tools read(JsonNode body) {
        List<Tool> tools = new ArrayList<>();
        JsonNode given = body.path("tools");
        for (int i = 0; i < given.size(); i++) {
            tools.add(tool(given.get(i), i));
        }
        if (ToolNames.repeated(tools).isPresent()) {
            throw new ValidationException("tools: Tool names must be unique.");
        }
        JsonNode choice = body.path("tool_choice");
        if (tools.isEmpty()) {
            if (!choice.isMissingNode()) {
                throw new ValidationException("tool_choice may only be specified while providing tools");
            }
            return Tools.NONE;
        }
        return new Tools(tools, choice(choice, tools));
    }

    private static Tool tool(JsonNode given, int index) {
        String name = given.path("name").stringValue();
        if (!given.has("input_schema")) {
            return new Tool(name, "", BuiltInTool.schema(name));
        }
        if (!ToolNames.isValid(name, LONGEST_NAME)) {
            throw new ValidationException(
                    "tools." + index + ".name: String should match pattern '^[a-zA-Z0-9_-]{1," + LONGEST_NAME + "}$'");
        }
        JsonNode schema = given.path("input_schema");
        if (!schema.has("type")) {
            throw new ValidationException("tools." + index + ".input_schema.type: Field required");
        }
        if (!schema.path("type").asString("").equals("object")) {
            throw new ValidationException("tools." + index + ".input_schema.type: Input should be 'object'");
        }
        return new Tool(name, given.path("description").asString(""), schema.toString());
    }

    private static Tools.Choice choice(JsonNode choice, List<Tool> tools) {
        return switch (choice.path("type").asString("auto")) {
            case "any" -> new Tools.Choice.Any();
            case "none" -> new Tools.Choice.None();
            case "tool" -> {
                if (!choice.has("name")) {
                    throw new ValidationException("tool_choice.tool.name: Field required");
                }
                String name = choice.path("name").stringValue();
                if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                    throw new ValidationException("Tool '" + name + "' not found in provided tools");
                }
                yield new Tools.Choice.Named(name);
            }
            default -> new Tools.Choice.Auto();
        };
    }

    /** Whether the caller wants at most one call. */
    static boolean wantsOneCall(JsonNode body) {
        return body.path("tool_choice").path("disable_parallel_tool_use").asBoolean(false);
    }
}
