package dev.outcrop.families.converse;

import java.util.Base64;
import java.util.List;

import dev.outcrop.families.converse.ConverseRequest.Inference;
import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Amazon Nova's format, from which Converse's own descends. */
final class NovaDialect implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        ObjectNode body = ApiDocument.NODES.objectNode();
        body.put("schemaVersion", "messages-v1");
        if (!Words.system(request).isEmpty()) {
            blocks(body.putArray("system"), request.system());
        }
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : request.messages()) {
            ObjectNode message = messages.addObject();
            message.put("role", turn.role() == ConverseRequest.Role.USER ? "user" : "assistant");
            blocks(message.putArray("content"), turn.content());
        }
        Inference inference = request.inference();
        ObjectNode config = body.putObject("inferenceConfig").put("maxTokens", Words.maxTokens(request, model));
        Words.put(config, "temperature", inference.temperature());
        Words.put(config, "topP", inference.topP());
        Words.put(config, "stopSequences", inference.stopSequences());
        if (request.tools() != null) {
            tools(body.putObject("toolConfig"), request.tools());
        }
        return body;
    }

    private static void blocks(ArrayNode target, List<Block> blocks) {
        for (Block block : blocks) {
            switch (block) {
                case Block.Text(String text, List<String> _) -> target.addObject().put("text", text);
                case Block.Json(var value) -> target.addObject().set("json", value);
                case Block.Image image ->
                    target.addObject()
                            .putObject("image")
                            .put("format", image.format())
                            .putObject("source")
                            .put("bytes", Base64.getEncoder().encodeToString(image.bytes()));
                case Block.ToolUse(String id, String name, var input) ->
                    target.addObject().putObject("toolUse").put("toolUseId", id).put("name", name).set("input", input);
                case Block.ToolResult(String id, List<Block> content, boolean failed) -> {
                    ObjectNode result = target.addObject().putObject("toolResult").put("toolUseId", id);
                    blocks(result.putArray("content"), content);
                    result.put("status", failed ? "error" : "success");
                }
                case Block.Reasoning(String text, String signature) -> {
                    ObjectNode thoughts = target.addObject().putObject("reasoningContent").putObject("reasoningText");
                    thoughts.put("text", text);
                    if (signature != null) {
                        thoughts.put("signature", signature);
                    }
                }
                case Block.RedactedReasoning(String content) ->
                    target.addObject().putObject("reasoningContent").put("redactedContent", content);
                case Block.CachePoint _,Block.Document _,Block.Unreadable _ -> {}
            }
        }
    }

    private static void tools(ObjectNode node, ToolConfig config) {
        ArrayNode tools = node.putArray("tools");
        config.tools().forEach(tool -> {
            ObjectNode spec = tools.addObject().putObject("toolSpec").put("name", tool.name());
            if (tool.description() != null) {
                spec.put("description", tool.description());
            }
            spec.putObject("inputSchema").set("json", tool.schema());
        });
        switch (config.choice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> node.putObject("toolChoice").putObject("auto");
            case ToolChoice.Any _ -> node.putObject("toolChoice").putObject("any");
            case ToolChoice.Named(String name) -> node.putObject("toolChoice").putObject("tool").put("name", name);
        }
    }
}
