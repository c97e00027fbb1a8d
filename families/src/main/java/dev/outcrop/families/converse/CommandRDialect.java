package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.ToolSpec;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cohere Command R and R+: a message, what was said before it, and the results of tools that were used since.
 *
 * <p>Tools have parameters rather than a schema: the schema's properties, one level of them, become parameters. The body
 * has no place for the demand that a tool be used; {@link ConverseInvocation} makes it of the engine.
 */
final class CommandRDialect implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        List<Turn> turns = request.messages();
        if (turns.getLast().role() == Role.ASSISTANT) {
            throw new ValidationException(
                    "A conversation must end with a user message. Try again with a conversation that"
                            + " ends with a user message.");
        }
        int question = question(turns);
        ObjectNode body = ApiDocument.NODES.objectNode();
        body.put("message", Words.of(turns.get(question).content()));
        history(body, turns.subList(0, question));
        String system = Words.system(request);
        if (!system.isEmpty()) {
            body.put("preamble", system);
        }
        body.put("max_tokens", Words.maxTokens(request, model));
        Words.put(body, "temperature", request.inference().temperature());
        Words.put(body, "p", request.inference().topP());
        Words.put(body, "stop_sequences", request.inference().stopSequences());
        if (request.tools() != null) {
            ArrayNode tools = body.putArray("tools");
            request.tools().tools().forEach(tool -> tool(tools.addObject(), tool));
        }
        results(body, turns.subList(question, turns.size()));
        return body;
    }

    /** The last message in the user's own words: those after it carry results of tools alone. */
    private static int question(List<Turn> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Role.USER && !Words.of(turns.get(i).content()).isEmpty()) {
                return i;
            }
        }
        return turns.size() - 1;
    }

    private static void history(ObjectNode body, List<Turn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        ArrayNode history = body.putArray("chat_history");
        for (Turn turn : turns) {
            String words = Words.of(turn.content());
            if (!words.isEmpty()) {
                history.addObject().put("role", turn.role() == Role.USER ? "USER" : "CHATBOT").put("message", words);
            }
        }
    }

    private static void tool(ObjectNode node, ToolSpec tool) {
        node.put("name", tool.name());
        node.put("description", tool.description() == null ? "" : tool.description());
        ObjectNode parameters = node.putObject("parameter_definitions");
        List<String> required = new ArrayList<>();
        tool.schema().path("required").forEach(name -> required.add(name.asString("")));
        tool.schema().path("properties").properties().forEach(property -> {
            JsonNode schema = property.getValue();
            ObjectNode parameter = parameters.putObject(property.getKey());
            if (schema.has("description")) {
                parameter.put("description", schema.path("description").asString(""));
            }
            parameter.put("type", type(schema.path("type").asString("string")));
            parameter.put("required", required.contains(property.getKey()));
        });
    }

    /** Types are named as in Python. */
    private static String type(String jsonType) {
        return switch (jsonType) {
            case "integer" -> "int";
            case "number" -> "float";
            case "boolean" -> "bool";
            case "array" -> "list";
            case "object" -> "dict";
            default -> "str";
        };
    }

    private static void results(ObjectNode body, List<Turn> turns) {
        Map<String, Block.ToolUse> uses = new HashMap<>();
        ArrayNode results = ApiDocument.NODES.arrayNode();
        for (Turn turn : turns) {
            for (Block block : turn.content()) {
                if (block instanceof Block.ToolUse use) {
                    uses.put(use.id(), use);
                } else if (block instanceof Block.ToolResult result && uses.containsKey(result.id())) {
                    result(results.addObject(), uses.get(result.id()), result);
                }
            }
        }
        if (!results.isEmpty()) {
            body.set("tool_results", results);
        }
    }

    private static void result(ObjectNode node, Block.ToolUse use, Block.ToolResult result) {
        node.putObject("call").put("name", use.name()).set("parameters", use.input());
        ArrayNode outputs = node.putArray("outputs");
        for (Block block : result.content()) {
            if (block instanceof Block.Json(JsonNode value)) {
                outputs.add(value);
            } else if (block instanceof Block.Text text) {
                outputs.addObject().put(result.failed() ? "error" : "text", text.text());
            }
        }
    }
}
