package dev.outcrop.families.nova;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.tool.ToolNames;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.matching;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/** The member {@code toolConfig}, which has Converse's shape. */
final class NovaTools {
    private static final Schema OPEN = object().open();

    static final Schema CONFIG = object()
            .required("tools",
                    new Schema.Items(
                            object()
                                    .optional("toolSpec",
                                            object()
                                                    .required("name", matching("^[a-zA-Z0-9_-]{1,64}$"))
                                                    .required("inputSchema", object().required("json", OPEN).closed())
                                                    .optional("description", text())
                                                    .optional("strict", new Schema.Bool())
                                                    .closed())
                                    .optional("cachePoint", OPEN)
                                    .closed(),
                            1,
                            Integer.MAX_VALUE))
            .optional("toolChoice",
                    object()
                            .optional("auto", OPEN)
                            .optional("any", OPEN)
                            .optional("tool", object().required("name", text()).closed())
                            .closed())
            .closed();

    private NovaTools() {}

    static Tools read(JsonNode config) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode entry : config.path("tools")) {
            JsonNode spec = entry.path("toolSpec");
            if (spec.isObject()) {
                tools.add(new Tool(
                        spec.path("name").stringValue(),
                        spec.path("description").asString(""),
                        spec.path("inputSchema").path("json").toString()));
            }
        }
        ToolNames.repeated(tools).ifPresent(name -> {
            throw new ValidationException("The tool name " + name + " is used more than once in toolConfig. Tool names"
                    + " must be unique.");
        });
        return tools.isEmpty() ? Tools.NONE : new Tools(tools, choice(config.path("toolChoice"), tools));
    }

    private static Tools.Choice choice(JsonNode choice, List<Tool> tools) {
        if (choice.has("tool")) {
            String name = choice.path("tool").path("name").stringValue();
            if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw new ValidationException(
                        "The tool " + name + " in toolChoice is not among the tools of toolConfig.");
            }
            return new Tools.Choice.Named(name);
        }
        return choice.has("any") ? new Tools.Choice.Any() : new Tools.Choice.Auto();
    }
}
